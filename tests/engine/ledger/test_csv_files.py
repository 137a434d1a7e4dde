"""CSV as it comes from different programs: accepted when it has one meaning, refused by file and line when not."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bihuan.ledger import ReadResult, read_ledger
from tests.engine.ledger.workbooks import codes

TREE = "组织编号,代码,名称\r\nZB1,01,办公室第一党支部\r\n"
HEAD = "活动编号,组织编号,种类,日期,主题,补办期间\r\n"
ROW = "A1,ZB1,支委会,2026-01-10,学习,2026-01\r\n"


def read(folder: Path, activities: bytes | str, *, trusted: bool = True) -> ReadResult:
    (folder / "组织.csv").write_text(TREE, encoding="utf-8-sig", newline="")
    content = activities if isinstance(activities, bytes) else activities.encode("utf-8-sig")
    (folder / "活动.csv").write_bytes(content)
    return read_ledger(folder, trusted=trusted)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("trusted", [True, False])
def test_every_usual_encoding_and_line_end_gives_the_same_rows(
    tmp_path: Path, encoding: str, line_end: str, trusted: bool
) -> None:
    result = read(tmp_path, (HEAD + ROW).replace("\r\n", line_end).encode(encoding), trusted=trusted)
    assert result.errors == []
    assert codes(result) == (["L115"] if encoding == "gb18030" else [])
    assert result.tables["activities"][0].topics == ("学习",)


def test_rare_characters_survive_gb18030(tmp_path: Path) -> None:
    result = read(tmp_path, (HEAD + ROW.replace("学习", "𠮷㛃䶮")).encode("gb18030"))
    assert result.tables["activities"][0].topics == ("𠮷㛃䶮",)


@pytest.mark.parametrize(
    "content",
    [
        HEAD.encode("utf-8") + ROW.encode("gb18030"),
        HEAD.encode("gb18030") + ROW.encode("utf-8"),
        (HEAD + ROW).encode("utf-8-sig") + "A2,ZB1,支委会".encode("gb18030"),
        (HEAD + ROW).encode("gb18030") + b"\xff\xff",
        b"\xff\xfe" + (HEAD + ROW).encode("utf-16-le")[:-1],
        "Ã©,é\r\n".encode(),
    ],
    ids=["utf-8 then gb", "gb then utf-8", "mark then gb", "broken gb", "half utf-16", "no chinese"],
)
def test_an_encoding_that_cannot_be_told_is_refused(tmp_path: Path, content: bytes) -> None:
    assert codes(read(tmp_path, content)) == ["L014"]


@pytest.mark.parametrize(
    "text",
    [
        HEAD + 'A1,ZB1,"支委会,2026-01-10\r\n',
        HEAD + 'A1,ZB1,"支委"会,2026-01-10\r\n',
        HEAD + "A1,ZB1,支\0委会,2026-01-10\r\n",
        HEAD + "A1,ZB1," + "会" * 5_000_000,
        HEAD.replace(",", "\t") + ROW.replace(",", "\t"),
        HEAD.replace(",", ";") + ROW.replace(",", ";"),
    ],
    ids=["open quote", "text after quote", "nul", "huge field", "tabs", "semicolons"],
)
def test_what_is_not_comma_separated_text_is_refused(tmp_path: Path, text: str) -> None:
    assert codes(read(tmp_path, text)) == ["L015"]


def test_utf16_without_a_mark_is_refused_for_its_nul_characters(tmp_path: Path) -> None:
    assert codes(read(tmp_path, (HEAD + ROW).encode("utf-16-le"))) == ["L015"]


def test_a_row_longer_than_the_headings_is_refused(tmp_path: Path) -> None:
    result = read(tmp_path, HEAD + "A1,ZB1,支委会,2026-01-10,学习,2026-01,多出\r\n")
    assert [(each.code, each.place.cell) for each in result.errors] == [("L112", "A2")]
    assert result.tables["activities"] == ()


def test_a_shorter_row_is_read_with_blanks_and_listed(tmp_path: Path) -> None:
    result = read(tmp_path, HEAD + "A1,ZB1,支委会,2026-01-10\r\n")
    assert codes(result) == ["L113"]
    assert result.tables["activities"][0].topics == ()


def test_a_quoted_field_may_hold_commas_quotes_and_line_breaks(tmp_path: Path) -> None:
    result = read(tmp_path, HEAD + 'A1,ZB1,支委会,2026-01-10,"一,""二""\r\n三",\r\n')
    assert result.tables["activities"][0].topics == ('一,"二"\n三',)
    assert codes(result) == ["L225"]


@pytest.mark.parametrize(
    ("stored", "meant"),
    [("'=1+1", "=1+1"), ("''x", "'x"), ("''=1", "'=1"), ("'x", "'x"), ("'＋1", "＋1"), ("=1+1", "=1+1"), ("'", "'")],
)
def test_exactly_one_guarding_apostrophe_is_taken_off(tmp_path: Path, stored: str, meant: str) -> None:
    result = read(tmp_path, HEAD + f"A1,ZB1,支委会,2026-01-10,{stored},\r\n")
    assert result.tables["activities"][0].topics == (meant,)


def test_long_ids_keep_every_digit_in_csv(tmp_path: Path) -> None:
    result = read(tmp_path, HEAD + "110101199001011234,ZB1,支委会,2026-01-10,,\r\n")
    assert result.tables["activities"][0].id == "110101199001011234"


def test_an_id_that_a_spreadsheet_has_rounded_is_at_least_not_unknown(tmp_path: Path) -> None:
    """1.38E+10 in a CSV file is a text like any other: as a reference it names nothing."""
    result = read(tmp_path, HEAD + "A1,1.38E+10,支委会,2026-01-10,,\r\n")
    assert codes(result) == ["L301"]


@pytest.mark.parametrize("content", ["", "\r\n\r\n", "\ufeff"])
def test_an_empty_file_is_an_empty_table(tmp_path: Path, content: str) -> None:
    result = read(tmp_path, content.encode())
    assert result.tables["activities"] == ()


def test_a_bad_file_does_not_keep_the_others_from_being_read(tmp_path: Path) -> None:
    result = read(tmp_path, HEAD + '"')
    assert codes(result) == ["L015"]
    assert len(result.tables["organisations"]) == 1


@pytest.mark.parametrize("names", [("a.csv", "b.parquet"), ()])
def test_a_folder_of_two_kinds_or_none_is_refused(tmp_path: Path, names: Sequence[str]) -> None:
    for name in names:
        (tmp_path / name).write_bytes(b"")
    assert codes(read_ledger(tmp_path)) == ["L002"]
