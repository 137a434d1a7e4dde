"""A pack on disk becomes a typed pack that knows where each of its words stands."""

from pathlib import Path

import pytest

from bihuan.basics.problems import ProblemsError
from bihuan.packs import load_pack
from tests.engine.packs.builders import SMALL_PACK, codes, write_files


def test_a_folder_of_files_is_read_as_one_pack(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "demo-branch", SMALL_PACK)
    loaded = load_pack(folder)
    assert loaded.pack.id == "demo-branch"
    assert [measure.id for measure in loaded.pack.measures] == ["appraisal.committee_meeting"]
    assert loaded.problems == ()


def test_a_single_file_is_a_pack_too(tmp_path: Path) -> None:
    write_files(tmp_path, {"demo-branch.yaml": "\n".join(SMALL_PACK.values())})
    assert load_pack(tmp_path / "demo-branch.yaml").pack.measures


def test_every_value_knows_its_file_line_and_column(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "demo-branch", SMALL_PACK)
    place = load_pack(folder).places[("指标表", 0, "满分")]
    line = SMALL_PACK["appraisal/measures.yaml"].splitlines()[place.line - 1]
    assert place.file == str(folder / "appraisal/measures.yaml")
    assert line[place.column - 1 :].startswith("3")


def test_an_only_element_stands_at_position_zero(tmp_path: Path) -> None:
    loaded = load_pack(write_files(tmp_path / "demo-branch", SMALL_PACK))
    assert loaded.places[("指标表", 0, "依据", 0)] == loaded.places[("指标表", 0, "依据")]


def test_a_key_that_is_no_list_may_stand_in_one_file_only(tmp_path: Path) -> None:
    files = SMALL_PACK | {"appraisal/more.yaml": "考核周期: 年\n"}
    with pytest.raises(ProblemsError) as refused:
        load_pack(write_files(tmp_path / "demo-branch", files))
    (problem,) = refused.value.problems
    assert problem.code == "P115"
    assert "more.yaml" in problem.place.file and "pack.yaml" in problem.what


def test_problems_of_all_files_are_given_at_once(tmp_path: Path) -> None:
    files = {
        "pack.yaml": SMALL_PACK["pack.yaml"].replace("2026-01-01", "2026-02-30"),
        "sources.yaml": "来源:\n- 文件：细则\n",
        "appraisal/measures.yaml": SMALL_PACK["appraisal/measures.yaml"].replace("  满分: 3\n", "  满份: 3\n"),
        "progress/records.yaml": SMALL_PACK["progress/records.yaml"].replace("登记: 活动", "登记: 动活"),
    }
    with pytest.raises(ProblemsError) as refused:
        load_pack(write_files(tmp_path / "demo-branch", files))
    assert {(Path(one.place.file).name, one.code) for one in refused.value.problems} == {
        ("pack.yaml", "P123"),
        ("sources.yaml", "P105"),
        ("measures.yaml", "P120"),
        ("measures.yaml", "P121"),
        ("records.yaml", "P122"),
    }


def test_an_unknown_key_names_the_nearest_known_one(tmp_path: Path) -> None:
    files = SMALL_PACK | {
        "appraisal/measures.yaml": SMALL_PACK["appraisal/measures.yaml"].replace("  满分: 3\n", "  满份: 3\n")
    }
    with pytest.raises(ProblemsError) as refused:
        load_pack(write_files(tmp_path / "demo-branch", files))
    (unknown,) = [one for one in refused.value.problems if one.code == "P121"]
    assert "“满份”" in unknown.what and "是不是“满分”" in unknown.todo


def test_the_english_name_of_a_key_is_not_a_word_of_the_language(tmp_path: Path) -> None:
    files = SMALL_PACK | {"pack.yaml": SMALL_PACK["pack.yaml"].replace("发布单位", "issuer")}
    with pytest.raises(ProblemsError) as refused:
        load_pack(write_files(tmp_path / "demo-branch", files))
    assert codes(refused.value.problems) == ["P120", "P121"]


def test_a_missing_folder_and_an_empty_one_are_told_apart_from_a_pack(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "nowhere", tmp_path / "empty"):
        with pytest.raises(ProblemsError) as refused:
            load_pack(path)
        assert codes(refused.value.problems) == ["P116"]


def test_a_file_that_nobody_would_read_is_reported(tmp_path: Path) -> None:
    files = SMALL_PACK | {"apraisal/measures.yaml": "指标表: []\n", "appraisal/more.yml": "指标表: []\n"}
    with pytest.raises(ProblemsError) as refused:
        load_pack(write_files(tmp_path / "demo-branch", files))
    assert codes(refused.value.problems) == ["P116", "P116"]
