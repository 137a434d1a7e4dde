"""What a workbook's zip archive must be before anything parses it: honest about its size, its names and its content.

Every XML part is unpacked here, once, under limits; what is read later is what was checked.
"""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator

from bihuan.ledger.grid import FoundProblem
from bihuan.ledger.limits import Limits

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_LOCAL_HEADER = b"PK\x03\x04"
_PACKED = (".zip", ".xlsx", ".xlsm", ".docx", ".pptx", ".7z", ".rar", ".ole")
_DEFLATED = 8


class RefusedFileError(Exception):
    """The file is not read any further; carries what was found."""

    def __init__(self, *found: FoundProblem) -> None:
        super().__init__(*(problem.what for problem in found))
        self.found = list(found)


def refuse(code: str, what: str, sheet: str = "", cell: str = "") -> RefusedFileError:
    """Make the error that ends the reading of a file."""
    return RefusedFileError(FoundProblem(code, what, sheet, cell))


def unpack_workbook(content: bytes, limits: Limits) -> dict[str, bytes]:
    """Check an .xlsx file and give its XML parts by name, leading slash off.

    Raises :class:`RefusedFileError` with every reason found in the directory, or with the first bad part.
    """
    _check_kind(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise refuse("L006", f"打不开这个工作簿：{error}") from error
    found = list(_directory_problems(members, limits))
    if found:
        raise RefusedFileError(*found)
    parts: dict[str, bytes] = {}
    left = limits.unpacked_bytes
    for member in members:
        if member.filename.casefold().endswith((".xml", ".rels", ".vml")):
            part = _unpack(content, member, left)
            left -= len(part)
            _check_text(member.filename, part)
            parts[member.filename] = part
    return parts


def _check_kind(content: bytes) -> None:
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise refuse("L004", "这个工作簿设了打开密码")
        raise refuse("L005", "这是旧版 .xls 文件，或别的旧格式")
    if not content.startswith(_LOCAL_HEADER):
        head = content[:200].lstrip().lower()
        if head.startswith((b"<!doctype", b"<html", b"<?xml")):
            raise refuse("L005", "这是网页或 XML，只是改了扩展名")
        if not content:
            raise refuse("L006", "文件是空的")
        raise refuse("L002", "这不是 Excel 工作簿，只是改了扩展名，或已经损坏")


def _directory_problems(members: list[zipfile.ZipInfo], limits: Limits) -> Iterator[FoundProblem]:
    if len(members) > limits.parts:
        yield FoundProblem("L007", f"工作簿里有 {len(members)} 个部件，最多 {limits.parts} 个")
        return
    total = sum(member.file_size for member in members)
    if total > limits.unpacked_bytes:
        yield FoundProblem("L007", f"解压后有 {total} 字节，最多 {limits.unpacked_bytes} 字节")
    names: dict[str, str] = {}
    end = 0
    for member in sorted(members, key=lambda each: each.header_offset):
        name = member.orig_filename
        if name.casefold() in names:
            yield FoundProblem("L008", f"部件“{name}”出现两次")
        names[name.casefold()] = name
        if member.header_offset < end:
            yield FoundProblem("L008", f"部件“{name}”与前一个部件重叠")
        end = member.header_offset + member.compress_size
        yield from _member_problems(member, limits)
    yield from _kind_problems(set(names))


def _member_problems(member: zipfile.ZipInfo, limits: Limits) -> Iterator[FoundProblem]:
    name = member.orig_filename
    steps = name.split("/")
    if name.startswith("/") or "\\" in name or "\0" in name or ".." in steps or ":" in steps[0]:
        yield FoundProblem("L008", f"部件名“{name!r}”越出了工作簿")
    if stat.S_ISLNK(member.external_attr >> 16):
        yield FoundProblem("L008", f"部件“{name}”是一个链接")
    if member.flag_bits & 0x1:
        yield FoundProblem("L004", f"部件“{name}”加了密码")
    elif member.compress_type not in (zipfile.ZIP_STORED, _DEFLATED):
        yield FoundProblem("L006", f"部件“{name}”的压缩方法不认得")
    if member.file_size > max(limits.ratio_from_bytes, member.compress_size * limits.part_ratio):
        times = member.file_size // max(member.compress_size, 1)
        yield FoundProblem("L007", f"部件“{name}”解压后是原来的 {times} 倍，最多 {limits.part_ratio} 倍")
    lower = name.casefold()
    if "vbaproject" in lower or "/macrosheets/" in lower or "/activex/" in lower:
        yield FoundProblem("L009", f"工作簿里有宏：“{name}”")
    elif "/embeddings/" in lower or lower.endswith(_PACKED):
        yield FoundProblem("L009", f"工作簿里嵌入了别的文件：“{name}”")
    elif "/externallinks/" in lower and lower.endswith(".xml"):
        yield FoundProblem("L010", f"工作簿引用了别的工作簿：“{name}”")


def _kind_problems(names: set[str]) -> Iterator[FoundProblem]:
    if "xl/workbook.bin" in names:
        yield FoundProblem("L005", "这是 .xlsb 二进制工作簿")
    elif "content.xml" in names and "mimetype" in names:
        yield FoundProblem("L005", "这是 .ods 表格")
    elif "word/document.xml" in names:
        yield FoundProblem("L005", "这是 Word 文档")
    elif "[content_types].xml" not in names:
        yield FoundProblem("L002", "这是一个压缩包，不是 Excel 工作簿")


def _unpack(content: bytes, member: zipfile.ZipInfo, left: int) -> bytes:
    """Unpack one part from its raw bytes: the size declared must be the size found."""
    name = member.orig_filename
    start = member.header_offset
    header = content[start : start + 30]
    if len(header) < 30 or not header.startswith(_LOCAL_HEADER):
        raise refuse("L006", f"部件“{name}”的位置不对")
    name_length, extra_length = int.from_bytes(header[26:28], "little"), int.from_bytes(header[28:30], "little")
    local_name = content[start + 30 : start + 30 + name_length]
    if local_name not in (name.encode("utf-8"), name.encode("cp437", errors="replace")):
        raise refuse("L008", f"部件“{name}”在两份目录里名字不同")
    begin = start + 30 + name_length + extra_length
    packed = content[begin : begin + member.compress_size]
    part = _inflate(name, packed, min(left, member.file_size)) if member.compress_type == _DEFLATED else packed
    if len(part) != member.file_size:
        raise refuse("L007", f"部件“{name}”解压后的大小与所写的 {member.file_size} 字节不符")
    if zlib.crc32(part) != member.CRC:
        raise refuse("L006", f"部件“{name}”的校验和不对")
    return part


def _inflate(name: str, packed: bytes, allowed: int) -> bytes:
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        part = stream.decompress(packed, allowed + 1)
    except zlib.error as error:
        raise refuse("L006", f"部件“{name}”解不开：{error}") from error
    if not stream.eof and len(part) <= allowed:
        raise refuse("L006", f"部件“{name}”不完整")
    return part


def _check_text(name: str, part: bytes) -> None:
    head = part[:200]
    declared = head.partition(b"?>")[0].lower()
    if head.startswith((b"\xfe\xff", b"\xff\xfe")) or b"\0" in head:
        raise refuse("L011", f"部件“{name}”不是 UTF-8")
    if b"encoding" in declared and b"utf-8" not in declared and b"us-ascii" not in declared:
        raise refuse("L011", f"部件“{name}”声明了 UTF-8 以外的编码")
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise refuse("L011", f"部件“{name}”含有实体声明")
    if part.startswith(_LOCAL_HEADER):
        raise refuse("L009", f"部件“{name}”里面又是一个压缩包")
