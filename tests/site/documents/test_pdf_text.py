"""Secrecy markings in the text layer of real PDF files, made by the browser."""

import zlib
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bihuan_site.documents.pdf_text import texts_of_pdf
from bihuan_site.documents.taking import check
from bihuan_site.shared.problems import Refused

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def printed(browser: "Browser", body: str) -> bytes:
    page = browser.new_page()
    page.set_content(f"<html lang=zh><body>{body}</body></html>")
    content = page.pdf()
    page.close()
    return content


@pytest.mark.browser
@pytest.mark.parametrize("body", ["<p>机密★10年</p>", "<p>关于会议的通知</p><p><b>秘</b>密<i>★</i>启封前</p>"])
def test_a_marking_in_the_text_layer_stops_the_file(chromium: "Browser", body: str) -> None:
    with pytest.raises(Refused, match="涉密信息"):
        check(SimpleUploadedFile("通知.pdf", printed(chromium, body)))


@pytest.mark.browser
def test_a_plain_notice_is_taken(chromium: "Browser") -> None:
    content = printed(chromium, "<p>保密教育通知，五星★★★★★，国家秘密不得外传</p>")
    assert check(SimpleUploadedFile("通知.pdf", content)).looked_at == "文件名和正文"


def test_text_packed_in_object_streams_is_read() -> None:
    table = zlib.compress(
        b"1 beginbfchar <01> <673A> endbfchar 1 beginbfrange <02> <03> [<5BC6> <2605>] endbfrange begincmap"
    )
    packed = zlib.compress(
        b"7 0 8 40 ".ljust(20) + b"<< /Type /Font /ToUnicode 4 0 R >>".ljust(40) + b"<< /F1 7 0 R >>"
    )
    text = zlib.compress(b"BT /F1 12 Tf <010203> Tj ET")
    parts = [
        b"%PDF-1.7\n",
        b"4 0 obj << /Length 1 >>\nstream\n" + table + b"\nendstream endobj\n",
        b"5 0 obj << /Type /ObjStm /N 2 /First 20 >>\nstream\n" + packed + b"\nendstream endobj\n",
        b"6 0 obj << /Length 1 >>\nstream\n" + text + b"\nendstream endobj\n",
    ]
    assert "机密★" in "".join(texts_of_pdf(b"".join(parts), "x.pdf"))


@pytest.mark.parametrize(
    "content",
    [b"stream\n" * 1_000_000, b"(\\(" * 2_000_000, b"<" * 5_000_000, b"1 0 obj " * 700_000, b"/F1 7 0 R " * 500_000],
)
def test_a_file_made_to_be_slow_is_read_in_a_moment(content: bytes) -> None:
    import time

    begun = time.perf_counter()
    list(texts_of_pdf(b"%PDF-1.7\n1 0 obj <<>>\nstream\n" + content + b"\nendstream endobj", "x.pdf"))
    assert time.perf_counter() - begun < 20
