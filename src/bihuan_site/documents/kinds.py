"""Which files are taken: told by their content, which must agree with the end of their name."""

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import IO

from bihuan_site.shared.problems import Refused

MOST_MEMBERS = 3000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 200
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
STARTS = ((b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (OLE, "ole"), (ZIP, "zip"))
INSIDE = (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx"), ("OFD.xml", "ofd"))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: the ends of name it may have, and what it is called when it is sent."""

    name: str
    ends: tuple[str, ...]
    mime: str


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Kind("pdf", ("pdf",), "application/pdf"),
            Kind("png", ("png",), "image/png"),
            Kind("jpg", ("jpg", "jpeg"), "image/jpeg"),
            Kind("docx", ("docx",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            Kind("xlsx", ("xlsx",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            Kind("ole", ("doc", "xls", "wps", "et"), "application/octet-stream"),
            Kind("ofd", ("ofd",), "application/ofd"),
            Kind("txt", ("txt",), "text/plain"),
        )
    }
)
ENDS = tuple(end for kind in KINDS.values() for end in kind.ends)
WANTED = f"可以传：{'、'.join(ENDS)}。"


def kind_of(file: IO[bytes], name: str) -> Kind:
    """Tell the kind by the bytes. Raises :class:`Refused` for an unknown one and for a name that says another."""
    end = name.rpartition(".")[2].lower()
    if "." not in name or end not in ENDS:
        raise Refused(f"“{name}”这种文件不能上传。{WANTED}")
    file.seek(0)
    start = file.read(1024)
    if not start:
        raise Refused(f"“{name}”是空的。")
    found = next((kind for magic, kind in STARTS if start.startswith(magic)), "txt")
    if found == "zip":
        found = _inside(file, name)
    if found == "txt" and not _is_text(file):
        found = ""
    if found not in KINDS or end not in KINDS[found].ends:
        raise Refused(f"“{name}”的内容与扩展名不符，或者加了密码。请用原来的程序打开后另存，再上传。{WANTED}")
    return KINDS[found]


def _is_text(file: IO[bytes]) -> bool:
    file.seek(0)
    content = file.read()
    return b"\0" not in content and decoded(content) is not None


def decoded(content: bytes) -> str | None:
    """Read a plain text in the encodings met in offices; None if it is none of them."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _inside(file: IO[bytes], name: str) -> str:
    """Look into a zip without unpacking it. Raises :class:`Refused` if it may be a bomb or a trick."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise Refused(f"“{name}”已损坏，打不开。请用原来的程序打开后另存，再上传。") from None
    check_members(members, name)
    names = {member.filename for member in members}
    if any(one.lower().endswith("vbaproject.bin") for one in names):
        raise Refused(f"“{name}”带宏，不能上传。请另存为不带宏的文件。")
    return next((kind for inside, kind in INSIDE if inside in names), "")


def check_members(members: list[zipfile.ZipInfo], name: str) -> None:
    """Raise :class:`Refused` for too many or too large members, doubled or escaping names, encryption."""
    names = [member.filename for member in members]
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * packed + 1024 * 1024:
        raise Refused(f"“{name}”展开以后太大，不能上传。")
    if len(set(names)) < len(names) or any(one.startswith(("/", "\\")) or ".." in one.split("/") for one in names):
        raise Refused(f"“{name}”的内部结构不正常，不能上传。请用原来的程序打开后另存，再上传。")
    if any(member.flag_bits & 1 for member in members):
        raise Refused(f"“{name}”加了密码，查不了内容。请去掉密码再上传。")
