"""A picture of a page made small: at most 256 colours, which is plenty for text on paper."""

import base64
import struct
import zlib
from typing import Any

from playwright.sync_api import Browser

COUNT = """
async picture => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + picture;
  await image.decode();
  const [width, height] = [image.naturalWidth, image.naturalHeight];
  const canvas = new OffscreenCanvas(width, height).getContext('2d');
  canvas.drawImage(image, 0, 0);
  const given = canvas.getImageData(0, 0, width, height).data;
  const often = new Map();
  const colour = at => (given[at] << 16) | (given[at + 1] << 8) | given[at + 2];
  for (let at = 0; at < given.length; at += 4) often.set(colour(at), (often.get(colour(at)) || 0) + 1);
  const kept = [...often.entries()].sort((one, two) => two[1] - one[1]).slice(0, 256).map(one => one[0]);
  const far = (one, two) => ((one >> 16) - (two >> 16)) ** 2 + ((one >> 8 & 255) - (two >> 8 & 255)) ** 2
    + ((one & 255) - (two & 255)) ** 2;
  const nearest = new Map();
  for (const one of often.keys()) {
    let best = 0;
    for (let place = 1; place < kept.length; place += 1) if (far(one, kept[place]) < far(one, kept[best])) best = place;
    nearest.set(one, best);
  }
  let text = '';
  for (let at = 0; at < given.length; at += 4) text += String.fromCharCode(nearest.get(colour(at)));
  return {width, height, kept, pixels: btoa(text)};
}
"""


def smaller(browser: Browser, picture: bytes) -> bytes:
    """Give a PNG with at most 256 colours, each pixel the nearest of them."""
    page = browser.new_page()
    found: dict[str, Any] = page.evaluate(COUNT, base64.b64encode(picture).decode())
    page.close()
    width, height, pixels = found["width"], found["height"], base64.b64decode(found["pixels"])
    lines = b"".join(b"\0" + pixels[at : at + width] for at in range(0, width * height, width))
    palette = b"".join(colour.to_bytes(3, "big") for colour in found["kept"])
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", palette), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
