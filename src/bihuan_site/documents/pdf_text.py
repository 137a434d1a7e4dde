"""The text layer of a PDF, read only as far as a search for a few words needs.

No page is drawn. Streams are unpacked within limits; every font's table from glyphs to characters is found through its
objects; strings of the contents are spelled with the font last chosen. Scanned pages have no text and give none.
Everything here is linear in the size of the file: patterns never look twice at the same bytes.
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping

from bihuan_site.documents.pdf_tables import Table, spelled, table_of
from bihuan_site.shared.problems import Refused

OBJECT = re.compile(rb"(\d{1,10})\s{1,4}\d{1,5}\s{1,4}obj\b")
TO_UNICODE = re.compile(rb"/ToUnicode\s{0,4}(\d{1,10})\s")
NAMED_FONT = re.compile(rb"/([\w.+-]{1,60})\s{1,4}(\d{1,10})\s{1,4}\d{1,5}\s{1,4}R")
TOKEN = re.compile(
    rb"/([\w.+-]{1,60})\s{1,4}[\d.+-]{1,20}\s{1,4}Tf"
    rb"|<([0-9A-Fa-f\s]{2,8000})>"
    rb"|\(((?:[^()\\]|\\.){0,8000})",
    re.S,
)
ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.S)
ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
MOST_STREAM = 16 * 1024 * 1024
MOST_UNPACKED = 64 * 1024 * 1024
MOST_TEXT = 8 * 1024 * 1024


def texts_of_pdf(content: bytes, name: str) -> Iterator[str]:
    """Give the text of a PDF, one piece a stream. Raises :class:`Refused` if it is encrypted or has too much text."""
    if b"/Encrypt" in content:
        raise Refused(f"“{name}”加了密码或权限，查不了内容。请去掉后再上传。")
    bodies = list(_bodies(content))
    streams = dict(_streams(bodies))
    objects = {number: body.partition(b"stream")[0] for number, body in bodies}
    objects.update(_packed_objects(objects, streams))
    tables = _font_tables(objects, streams)
    left = MOST_TEXT
    for part in [content[:MOST_UNPACKED] if not streams else b"", *objects.values(), *streams.values()]:
        if b"begincmap" in part:
            continue
        pieces = list(_pieces(part, tables))
        left -= sum(map(len, pieces))
        if left < 0:
            raise Refused(f"“{name}”的文字太多，查不完，不能上传。请分成几个文件。")
        yield "".join(pieces)


def _bodies(content: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while found := OBJECT.search(content, place):
        end = content.find(b"endobj", found.end())
        end = len(content) if end < 0 else end
        yield int(found[1]), content[found.end() : end]
        place = end


def _streams(bodies: list[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    left = MOST_UNPACKED
    for number, body in bodies:
        head, begun, packed = body.partition(b"stream")
        if not begun or b"/Image" in head or b"/FontFile" in head or left <= 0:
            continue
        part = _unpacked(packed.lstrip(b"\r\n"), min(MOST_STREAM, left))
        left -= len(part)
        yield number, part


def _unpacked(packed: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error:
        return packed.partition(b"endstream")[0][:most]


def _packed_objects(objects: Mapping[int, bytes], streams: Mapping[int, bytes]) -> Iterator[tuple[int, bytes]]:
    for number, part in streams.items():
        first = re.search(rb"/First\s{1,4}(\d{1,9})", objects[number])
        if b"/ObjStm" not in objects[number] or not first:
            continue
        numbers = [int(one) for one in part[: int(first[1])].split() if one.isdigit() and len(one) < 10]
        places = [*numbers[1::2], len(part)]
        for index, own in enumerate(numbers[::2][: len(places) - 1]):
            yield own, part[int(first[1]) + places[index] : int(first[1]) + places[index + 1]]


def _font_tables(objects: Mapping[int, bytes], streams: Mapping[int, bytes]) -> dict[bytes, list[Table]]:
    of_font: dict[int, Table] = {}
    for number, body in objects.items():
        found = TO_UNICODE.search(body)
        if found and int(found[1]) in streams:
            of_font[number] = table_of(streams[int(found[1])])
    named: dict[bytes, list[Table]] = defaultdict(list)
    for body in objects.values():
        for word, number in NAMED_FONT.findall(body):
            if int(number) in of_font and len(named[word]) < 4 and of_font[int(number)] not in named[word]:
                named[word].append(of_font[int(number)])
    return named


def _pieces(part: bytes, tables: Mapping[bytes, list[Table]]) -> Iterator[str]:
    chosen: list[Table] = []
    for font, digits, literal in TOKEN.findall(part):
        if font:
            chosen = tables.get(font, [])
            continue
        text = _hexadecimal(digits) if digits else ESCAPE.sub(_unescaped, literal)
        if text[:2] in (b"\xfe\xff", b"\xff\xfe"):
            yield text.decode("utf-16", errors="replace")
        elif chosen:
            yield from (spelled(text, table) for table in chosen)
        else:
            yield text.decode("gb18030", errors="replace")


def _hexadecimal(digits: bytes) -> bytes:
    joined = b"".join(digits.split())
    return bytes.fromhex((joined + b"0" * (len(joined) % 2)).decode("ascii"))


def _unescaped(found: re.Match[bytes]) -> bytes:
    word = found[1]
    return bytes([int(word, 8) & 255]) if word.isdigit() and word < b"8" else ESCAPED.get(word, word)
