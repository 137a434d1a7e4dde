"""A workbook made to do harm, or broken on its way, gives a problem in words; it never crashes and never half works."""

import io
import stat
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bihuan.ledger import DEFAULT, ReadResult, read_ledger
from tests.engine.ledger.workbooks import (
    codes,
    errors,
    parts_of,
    repacked,
    sheet_part,
    with_activity,
    with_parts,
    with_sheet_xml,
)

RELATIONSHIPS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def refused(path: Path, code: str) -> ReadResult:
    """Read a file as a stranger's; it must give this error, name no row, and be refused in this process as well."""
    result = read_ledger(path)
    assert codes(result) == [code]
    assert not any(result.tables.values())
    assert all(problem.what and problem.why and problem.todo for problem in result.problems)
    return result


def test_a_sound_workbook_is_read_from_the_sandbox_without_a_word(tmp_path: Path) -> None:
    result = read_ledger(with_activity(tmp_path / "ledger.xlsx"))
    assert result.problems == []
    assert len(result.tables["activities"]) == 1


# --- bombs -----------------------------------------------------------------------------------------------------------


def test_a_part_of_blanks_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = b"<a>" + b" " * (DEFAULT.ratio_from_bytes + 1) + b"</a>"
    refused(with_parts(tmp_path / "ledger.xlsx", {"xl/blanks.xml": bomb}), "L007")


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = with_activity(tmp_path / "ledger.xlsx")
    result = read_ledger(path, limits=replace(DEFAULT, unpacked_bytes=1_000))
    assert codes(result) == ["L007"]


def test_a_workbook_of_very_many_cells_is_refused(tmp_path: Path) -> None:
    path = with_activity(tmp_path / "ledger.xlsx")
    assert codes(read_ledger(path, limits=replace(DEFAULT, cells=3))) == ["L012"]


def test_a_workbook_of_thousands_of_parts_is_refused(tmp_path: Path) -> None:
    parts = {f"xl/p{number}.xml": b"<a/>" for number in range(DEFAULT.parts)}
    refused(with_parts(tmp_path / "ledger.xlsx", parts), "L007")


@pytest.mark.parametrize("name", ["xl/embeddings/inner.xlsx", "xl/media/inner.zip", "xl/embeddings/oleObject1.bin"])
def test_a_nested_archive_or_embedded_object_is_refused(tmp_path: Path, name: str) -> None:
    refused(with_parts(tmp_path / "ledger.xlsx", {name: b"PK\x03\x04"}), "L009")


def test_an_archive_dressed_as_an_xml_part_is_refused(tmp_path: Path) -> None:
    refused(with_parts(tmp_path / "ledger.xlsx", {"xl/inner.xml": b"PK\x03\x04"}), "L009")


def with_directory(path: Path, change: Callable[[bytearray, int], None], part: str = "xl/styles.xml") -> Path:
    """Change the central directory's entry of one part: ``change`` gets the archive and where the entry starts."""
    with_activity(path)
    content = bytearray(path.read_bytes())
    start = content.rfind(b"PK\x01\x02", 0, content.rfind(part.encode()))
    change(content, start)
    path.write_bytes(content)
    return path


def test_a_declared_size_smaller_than_the_real_one_is_refused(tmp_path: Path) -> None:
    def lie(content: bytearray, start: int) -> None:
        content[start + 24 : start + 28] = struct.pack("<I", 10)

    refused(with_directory(tmp_path / "ledger.xlsx", lie), "L007")


def test_a_declared_size_larger_than_the_real_one_is_refused(tmp_path: Path) -> None:
    def lie(content: bytearray, start: int) -> None:
        (size,) = struct.unpack("<I", content[start + 24 : start + 28])
        content[start + 24 : start + 28] = struct.pack("<I", size + 5)

    refused(with_directory(tmp_path / "ledger.xlsx", lie), "L007")


def test_a_wrong_checksum_is_refused(tmp_path: Path) -> None:
    def spoil(content: bytearray, start: int) -> None:
        content[start + 16] ^= 0xFF

    refused(with_directory(tmp_path / "ledger.xlsx", spoil), "L006")


def test_parts_that_share_bytes_are_refused(tmp_path: Path) -> None:
    def overlap(content: bytearray, start: int) -> None:
        content[start + 42 : start + 46] = struct.pack("<I", 0)

    result = read_ledger(with_directory(tmp_path / "ledger.xlsx", overlap))
    assert codes(result) in (["L008"], ["L006"])


def test_a_part_named_otherwise_in_its_own_header_is_refused(tmp_path: Path) -> None:
    path = with_activity(tmp_path / "ledger.xlsx")
    content = path.read_bytes()
    assert content.count(b"xl/styles.xml") >= 2
    path.write_bytes(content.replace(b"xl/styles.xml", b"xl/stylez.xml", 1))
    refused(path, "L008")


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("twin", ["xl/workbook.xml", "XL/WORKBOOK.XML"])
def test_a_part_that_stands_twice_is_refused(tmp_path: Path, twin: str) -> None:
    path = with_activity(tmp_path / "ledger.xlsx")
    parts: list[tuple[str | zipfile.ZipInfo, bytes]] = list(parts_of(path).items())
    refused(repacked(path, [*parts, (twin, b"<workbook/>")]), "L008")


@pytest.mark.parametrize("name", ["../../etc/cron.d/x.xml", "/etc/x.xml", "xl\\..\\x.xml", "C:/x.xml"])
def test_a_part_that_points_outside_is_refused(tmp_path: Path, name: str) -> None:
    refused(with_parts(tmp_path / "ledger.xlsx", {name: b"<a/>"}), "L008")


def test_a_part_that_is_a_link_is_refused(tmp_path: Path) -> None:
    path = with_activity(tmp_path / "ledger.xlsx")
    link = zipfile.ZipInfo("xl/link.xml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    refused(repacked(path, [*parts_of(path).items(), (link, b"/etc/passwd")]), "L008")


# --- far and doubled cells -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["XFD1048576", "A1048576", "XFD1", "IV1", "A300001"])
def test_a_cell_far_away_is_refused_by_its_name(tmp_path: Path, cell: str) -> None:
    far = f'<row r="1048576"><c r="{cell}"><v>1</v></c></row></sheetData>'.encode()
    path = with_sheet_xml(tmp_path / "ledger.xlsx", lambda xml: xml.replace(b"</sheetData>", far))
    assert errors(refused(path, "L012")) == [("L012", "活动", cell)]


def test_a_far_cell_without_a_value_does_no_harm(tmp_path: Path) -> None:
    far = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    path = with_sheet_xml(tmp_path / "ledger.xlsx", lambda xml: xml.replace(b"</sheetData>", far))
    result = read_ledger(path)
    assert result.problems == []
    assert len(result.tables["activities"]) == 1


@pytest.mark.parametrize("said", [b"A1:XFD1048576", b"A1:A1", b"nonsense"])
def test_a_lying_dimension_changes_nothing(tmp_path: Path, said: bytes) -> None:
    path = with_sheet_xml(tmp_path / "ledger.xlsx", lambda xml: xml.replace(b'ref="A1:D2"', b'ref="' + said + b'"'))
    result = read_ledger(path)
    assert "L012" not in codes(result)
    assert len(result.tables["activities"]) == 1 or result.errors


def test_a_far_cell_hidden_from_the_scan_ends_the_sandbox_and_nothing_else(tmp_path: Path) -> None:
    """The reader's own reaction to a far cell is to abort its process."""
    far = b'<row r="1048576"><c r="&#88;FD1048576"><v>1</v></c></row></sheetData>'
    path = with_sheet_xml(tmp_path / "ledger.xlsx", lambda xml: xml.replace(b"</sheetData>", far))
    result = read_ledger(path)
    assert result.errors
    assert not any(result.tables.values())


def test_a_cell_that_stands_twice_is_refused(tmp_path: Path) -> None:
    twin = b'<c r="D2"><v>46000</v></c></row></sheetData>'
    path = with_sheet_xml(tmp_path / "ledger.xlsx", lambda xml: xml.replace(b"</row></sheetData>", twin))
    assert errors(refused(path, "L017")) == [("L017", "活动", "D2")]


def test_cells_that_do_not_say_where_they_stand_are_refused(tmp_path: Path) -> None:
    path = with_sheet_xml(tmp_path / "ledger.xlsx", lambda xml: xml.replace(b'<c r="D2"', b"<c"))
    refused(path, "L017")


# --- XML -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("declaration", [LAUGHS, EXTERNAL, b"<!DOCTYPE x>"], ids=["laughs", "external", "plain"])
@pytest.mark.parametrize(
    "part", ["sheet", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "docProps/core.xml"]
)
def test_a_document_type_is_refused_in_every_part(tmp_path: Path, declaration: bytes, part: str) -> None:
    path = with_activity(tmp_path / "ledger.xlsx")
    name = sheet_part(path, "活动") if part == "sheet" else part
    content = parts_of(path).get(name, b"<sst/>")
    head, mark, rest = content.rpartition(b"?>")
    refused(with_parts(path, {name: head + mark + declaration + rest}), "L011")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-7"])
def test_a_part_in_another_encoding_is_refused(tmp_path: Path, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><a/>'
    content = text.encode("ascii" if encoding == "utf-7" else encoding)
    refused(with_parts(tmp_path / "ledger.xlsx", {"docProps/odd.xml": content}), "L011")


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
@pytest.mark.parametrize("content", [b"<a><b></a>", b"", b"\xff\xfe\xff", b"<a>" * 100_000])
def test_a_broken_part_is_refused(tmp_path: Path, part: str, content: bytes) -> None:
    result = read_ledger(with_parts(tmp_path / "ledger.xlsx", {part: content}))
    assert result.errors
    assert not any(result.tables.values())


@pytest.mark.parametrize("cut", [b"</sheetData>", b"</row>", b"<c r="])
def test_a_sheet_that_breaks_off_never_gives_half_a_ledger_silently(tmp_path: Path, cut: bytes) -> None:
    path = with_sheet_xml(tmp_path / "ledger.xlsx", lambda xml: xml[: xml.rindex(cut)])
    assert read_ledger(path).errors


# --- active content and links ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml", "xl/activeX/activeX1.xml"])
def test_macros_are_refused(tmp_path: Path, name: str) -> None:
    refused(with_parts(tmp_path / "ledger.xlsx", {name: b"<a/>"}), "L009")


@pytest.mark.parametrize("kind", ["externalLinkPath", "oleObject", "image", "attachedTemplate"])
def test_a_relationship_to_another_file_is_refused(tmp_path: Path, kind: str) -> None:
    link = f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="file:///c:/x" TargetMode="External"/>'.encode()
    path = with_parts(tmp_path / "ledger.xlsx", {"xl/worksheets/_rels/sheet9.xml.rels": RELATIONSHIPS % link})
    refused(path, "L010")


def test_an_external_workbook_is_refused(tmp_path: Path) -> None:
    refused(with_parts(tmp_path / "ledger.xlsx", {"xl/externalLinks/externalLink1.xml": b"<a/>"}), "L010")


def test_a_hyperlink_is_noted_and_not_followed(tmp_path: Path) -> None:
    link = f'<Relationship Id="r1" Type="{OFFICE}/hyperlink" Target="http://x.example" TargetMode="External"/>'.encode()
    path = with_parts(tmp_path / "ledger.xlsx", {"xl/worksheets/_rels/sheet9.xml.rels": RELATIONSHIPS % link})
    result = read_ledger(path)
    assert codes(result) == ["L114"]
    assert len(result.tables["activities"]) == 1


# --- not a workbook --------------------------------------------------------------------------------------------------

OLE = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "L006"),
        (OLE, "L005"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "L004"),
        (b"<html><table></table></html>", "L005"),
        ("活动编号,组织编号\r\n".encode("gb18030"), "L002"),
        (b"%PDF-1.7", "L002"),
        (b"PK\x03\x04" + b"\0" * 100, "L006"),
        (b"GIF89a" + b"\0" * 50, "L002"),
    ],
    ids=["empty", "xls", "encrypted", "html", "csv", "pdf", "stub", "gif"],
)
def test_another_kind_of_file_is_named_for_what_it_is(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "ledger.xlsx"
    path.write_bytes(content)
    refused(path, code)


@pytest.mark.parametrize(
    ("part", "code"),
    [("xl/workbook.bin", "L005"), ("word/document.xml", "L005"), ("readme.txt", "L002"), ("content.xml", "L005")],
)
def test_another_kind_of_archive_is_named_for_what_it_is(tmp_path: Path, part: str, code: str) -> None:
    refused(repacked(tmp_path / "ledger.xlsx", [("mimetype", b"x"), (part, b"<a/>")]), code)


def test_an_archive_with_a_password_is_refused(tmp_path: Path) -> None:
    def encrypt(content: bytearray, start: int) -> None:
        content[start + 8] |= 1

    refused(with_directory(tmp_path / "ledger.xlsx", encrypt), "L004")


@pytest.mark.parametrize("kept", [1, 3, 30, 60, 90, 99])
def test_a_truncated_workbook_is_refused(tmp_path: Path, kept: int) -> None:
    path = with_activity(tmp_path / "ledger.xlsx")
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * kept // 100])
    result = read_ledger(path)
    assert codes(result) in (["L006"], ["L002"])


def test_flipped_bits_never_change_a_value_silently(tmp_path: Path) -> None:
    path = with_activity(tmp_path / "ledger.xlsx")
    whole = path.read_bytes()
    sound = read_ledger(path, trusted=True).tables
    for at in range(40, len(whole), 97):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])
        result = read_ledger(path, trusted=True)
        assert result.errors or result.tables == sound


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    refused(tmp_path / "nothing.xlsx", "L001")


def test_a_folder_without_tables_is_named(tmp_path: Path) -> None:
    refused(tmp_path, "L002")


def test_a_file_too_large_is_not_even_read(tmp_path: Path) -> None:
    path = with_activity(tmp_path / "ledger.xlsx")
    assert codes(read_ledger(path, limits=replace(DEFAULT, file_bytes=100))) == ["L003"]


def test_what_is_parsed_is_what_the_digest_was_taken_of(tmp_path: Path) -> None:
    one = read_ledger(with_activity(tmp_path / "one.xlsx"), trusted=True)
    two = read_ledger(with_activity(tmp_path / "two.xlsx", 活动编号="A2"), trusted=True)
    again = read_ledger(tmp_path / "one.xlsx")
    assert one.digest == again.digest != two.digest
    assert len(one.digest) == 64


def test_a_part_compressed_in_an_unknown_way_is_refused(tmp_path: Path) -> None:
    path = with_activity(tmp_path / "ledger.xlsx")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_BZIP2) as archive:
        for name, content in parts_of(path).items():
            archive.writestr(name, content)
    path.write_bytes(packed.getvalue())
    refused(path, "L006")
