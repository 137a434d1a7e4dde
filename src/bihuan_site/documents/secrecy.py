"""Secrecy markings: this is a site for what is not secret, so a file that carries one is stopped."""

import html
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from bihuan_site.documents.kinds import Kind, decoded
from bihuan_site.documents.pdf_text import texts_of_pdf
from bihuan_site.shared.problems import Refused

MARKING = re.compile("[绝机秘]密(?:★|☆|⭐|✪|\\*)")
MARKED_NAME = re.compile("[绝机秘]密(?:★|☆|⭐|✪|\\*|级|件)|[【\\[(〔](?:绝密|机密|秘密)[】\\])〕]")
BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
TAG = re.compile("<[^<>]*>")
MOST_READ = 64 * 1024 * 1024

NAME_ALONE, TEXT_TOO = "文件名", "文件名和正文"


def stop_secrets(file: IO[bytes], name: str, kind: Kind) -> str:
    """Raise :class:`Refused` if name or text carries a marking; returns what could be looked at."""
    if MARKED_NAME.search(plain(name)):
        raise _secret(name)
    looked = False
    for text in texts_of(file, name, kind):
        looked = True
        if MARKING.search(plain(text)):
            raise _secret(name)
    return TEXT_TOO if looked else NAME_ALONE


def texts_of(file: IO[bytes], name: str, kind: Kind) -> Iterator[str]:
    """Give the text of a file in overlapping pieces, as far as this program can read it."""
    file.seek(0)
    match kind.name:
        case "docx" | "xlsx" | "ofd":
            yield from _texts_of_zip(file, name)
        case "txt":
            yield decoded(file.read()) or ""
        case "ole":
            content = file.read()
            yield content.decode("utf-16-le", errors="replace")
            yield content[1:].decode("utf-16-le", errors="replace")
            yield content.decode("gb18030", errors="replace")
        case "pdf":
            yield from texts_of_pdf(file.read(), name)


def plain(text: str) -> str:
    """Narrow full-width forms and drop blanks, so that “机 密 ★” and “机密★” are one."""
    return BLANKS.sub("", unicodedata.normalize("NFKC", text))


def _texts_of_zip(file: IO[bytes], name: str) -> Iterator[str]:
    left = MOST_READ
    with zipfile.ZipFile(file) as archive:
        for member in archive.infolist():
            if not member.filename.lower().endswith((".xml", ".rels")):
                continue
            try:
                with archive.open(member) as part:
                    content = part.read(left + 1)
            except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError, zlib.error):
                raise Refused(f"“{name}”已损坏，打不开。请用原来的程序打开后另存，再上传。") from None
            left -= len(content)
            if left < 0:
                raise Refused(f"“{name}”的文字太多，查不完，不能上传。请分成几个文件。")
            yield html.unescape(TAG.sub("", _unicode(content)))


def _unicode(content: bytes) -> str:
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    return content.decode("utf-16" if wide else "utf-8-sig", errors="replace")


def _secret(name: str) -> Refused:
    return Refused(
        f"“{name}”带有密级标志。涉密信息不能进入本系统，文件没有保存。请按保密规定处理这份文件；"
        "如果它不涉密、只是提到密级标志，请去掉标志再传。"
    )
