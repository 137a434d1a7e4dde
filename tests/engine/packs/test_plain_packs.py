"""A pack as bare data: the same pack back, wrong values named by their path, the packs it builds on given by hand."""

import copy
from pathlib import Path
from typing import Any

import pytest

from bihuan import api

PACKS = Path(__file__).resolve().parents[3] / "packs"
DEMO = "demo-transport-2026"


@pytest.fixture(scope="module")
def demo() -> api.LoadedPack:
    return api.load_pack(PACKS / DEMO)


@pytest.fixture
def content(demo: api.LoadedPack) -> dict[str, Any]:
    return copy.deepcopy(api.pack_as_plain(demo.pack))


@pytest.mark.parametrize("name", [DEMO, "regulations-defaults", "rubric-17-branch-normalization"])
def test_a_pack_comes_back_from_bare_data_as_it_was(name: str) -> None:
    loaded = api.load_pack(PACKS / name)
    built = api.pack_from_plain(api.pack_as_plain(loaded.pack), loaded.bases)
    assert api.freeze(built) == api.freeze(loaded)
    found, known = api.check_pack(built), api.check_pack(loaded)
    assert sorted((one.code, one.place.path) for one in found) == sorted((one.code, one.place.path) for one in known)


def test_every_wrong_value_is_named_by_its_path(demo: api.LoadedPack, content: dict[str, Any]) -> None:
    measure = next(one for one in content["指标表"] if one["编号"] == "institutions.group_meeting")
    measure["满分"] = "六分"
    measure["计分"][0]["扣分"][1]["扣"] = "半分"
    del content["责任清单"][0]["层级"]
    with pytest.raises(api.ProblemsError) as caught:
        api.pack_from_plain(content, demo.bases)
    assert {one.place.path for one in caught.value.problems} == {
        "指标表/institutions.group_meeting/满分",
        "指标表/institutions.group_meeting/计分/每月一次/扣分/2/扣",
        "责任清单/duty.leading_group.research",
    }


def test_a_pack_it_builds_on_has_to_be_given(content: dict[str, Any]) -> None:
    with pytest.raises(api.ProblemsError) as caught:
        api.pack_from_plain(content)
    assert [one.code for one in caught.value.problems] == ["P160"]


def test_a_workbook_read_apart_is_the_pack_it_was_written_from(demo: api.LoadedPack, tmp_path: Path) -> None:
    book = tmp_path / "demo.xlsx"
    api.export_workbook(demo, book)
    assert api.read_workbook_apart(book) == demo.pack


def test_a_file_that_is_no_workbook_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    book = tmp_path / "notes.xlsx"
    book.write_bytes(b"not a workbook")
    with pytest.raises(api.ProblemsError) as caught:
        api.read_workbook_apart(book)
    assert [(one.code, one.place.file) for one in caught.value.problems] == [("P182", "notes.xlsx")]
