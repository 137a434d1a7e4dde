"""The commands are a contract: names, exit codes, JSON, Chinese messages."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bihuan import api
from bihuan.basics.periods import parse_period
from bihuan.cli import main
from bihuan.packs.grammar import Case
from bihuan.runners.case_ledger import case_ledger
from tests.support.small import MONTHLY

PACKS = Path(__file__).parents[3] / "packs"
RUBRIC = PACKS / "rubric-17-branch-normalization"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def bihuan(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stopped:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return int(str(stopped.value.code)), captured.out, captured.err

    return run


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    pack = api.load_pack(RUBRIC).whole
    written: dict[str, Any] = {"例": "甲", "因为": "甲", "关于": "甲", "属于": "适用", "期间": "2026", "应得": {}}
    case = Case.model_validate({**written, "组织": {"名称": "规划处党支部"}, "已知": {"支委会": MONTHLY}})
    tables = case_ledger(case, pack, parse_period("2026")).tables
    people = {holding.person for holding in tables["posts"]}
    named = next(table for table in api.TABLES if table.name == "people").row
    full = {**tables, "people": tuple(named(person, person, "本支部") for person in sorted(people))}
    path = tmp_path / "台账.xlsx"
    api.write_xlsx(full, path)
    return path


def test_a_good_pack_checks_clean_and_its_cases_pass(bihuan: Run) -> None:
    assert bihuan("check", RUBRIC)[0] == 0
    code, out, _ = bihuan("test", RUBRIC)
    assert (code, "0 条不对" in out) == (0, True)


def test_check_speaks_json(bihuan: Run) -> None:
    code, out, _ = bihuan("check", RUBRIC, "--json")
    assert code == 0
    assert {problem["severity"] for problem in json.loads(out)["problems"]} <= {"提示"}


def test_check_prints_every_choice_with_where_it_comes_from(bihuan: Run) -> None:
    _, out, _ = bihuan("check", RUBRIC, "--choices")
    assert "缺次：" in out
    assert "（默认）" in out
    assert "（规则包写明）" in out


def test_a_broken_pack_is_unusable_and_says_where(bihuan: Run, tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text("规则包：缺空格\n", encoding="utf-8")
    code, out, err = bihuan("check", tmp_path)
    assert code == 2
    assert "pack.yaml:1:" in out + err


def test_a_missing_path_is_unusable_and_says_what_to_do(bihuan: Run) -> None:
    code, out, err = bihuan("score", "没有", "--ledger", "没有", "--period", "2026", "--out", "x")
    assert (code, "C001" in out + err, "怎么办" in out + err) == (2, True, True)


@pytest.mark.parametrize("arguments", [["score"], ["check"], ["plan", "x"], ["nothing"], ["check", "--nothing"]])
def test_a_command_written_wrongly_is_refused_in_chinese(bihuan: Run, arguments: list[str]) -> None:
    code, _, err = bihuan(*arguments)
    assert code == 2
    assert "命令写法有误" in err


def test_score_writes_scores_lines_outcomes_and_run(bihuan: Run, workbook: Path, tmp_path: Path) -> None:
    out = tmp_path / "结果"
    code, _, err = bihuan("score", RUBRIC, "--ledger", workbook, "--period", "2026", "--out", out)
    assert (code, err) == (0, "")
    assert sorted(path.name for path in out.iterdir()) == ["lines.xlsx", "outcomes.xlsx", "run.json", "scores.xlsx"]
    sheet = openpyxl.load_workbook(out / "lines.xlsx").active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]][:4] == ["组织编号", "名称", "指标编号", "指标"]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_score_writes_the_form_asked_for(bihuan: Run, workbook: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / "结果"
    how = ("--ledger", workbook, "--period", "2026H1", "--as-of", "2026-06-18", "--format", form, "--json")
    code, text, _ = bihuan("score", RUBRIC, *how, "--out", out)
    assert code == 0
    assert json.loads(text)["organisations"] >= 1
    assert (out / f"scores.{form}").exists()


@pytest.mark.parametrize(
    ("option", "value", "problem"),
    [("--period", "2026年", "C003"), ("--as-of", "6月30日", "C002"), ("--format", "pdf", "C005")],
)
def test_a_value_that_cannot_be_read_is_named(
    bihuan: Run, workbook: Path, tmp_path: Path, option: str, value: str, problem: str
) -> None:
    given = {"--ledger": workbook, "--period": "2026", "--out": tmp_path / "x", option: value}
    code, out, err = bihuan("score", RUBRIC, *(part for pair in given.items() for part in pair))
    assert (code, problem in out + err) == (2, True)


def test_explain_tells_one_branch_by_its_name(bihuan: Run, workbook: Path) -> None:
    how = ("--ledger", workbook, "--period", "2026")
    code, out, _ = bihuan("explain", RUBRIC, *how, "--organisation", "规划处党支部")
    assert code == 0
    assert "应召开支委会" in out
    code, out, err = bihuan("explain", RUBRIC, *how, "--organisation", "没有的支部")
    assert (code, "C004" in out + err) == (2, True)


def test_explain_speaks_json_with_reasons_and_clauses(bihuan: Run, workbook: Path) -> None:
    how = ("--ledger", workbook, "--period", "2026", "--organisation", "规划处党支部", "--json")
    code, out, _ = bihuan("explain", RUBRIC, *how)
    body = json.loads(out)
    assert (code, body["name"]) == (0, "规划处党支部")
    assert all(measure["clause"] for measure in body["measures"])


def test_plan_writes_obligations(bihuan: Run, workbook: Path, tmp_path: Path) -> None:
    out = tmp_path / "任务.csv"
    pack = PACKS / "rubric-33-responsibility-lists"
    code, text, _ = bihuan("plan", pack, "--ledger", workbook, "--period", "2022", "--out", out, "--json")
    assert code == 0
    assert json.loads(text)["obligations"] > 0
    assert out.read_text(encoding="utf-8-sig").startswith('"组织编号"')


def test_compare_lists_changes_and_who_moves(bihuan: Run, workbook: Path, tmp_path: Path) -> None:
    changed = tmp_path / "新"
    changed.mkdir()
    for path in sorted(RUBRIC.rglob("*.yaml")):
        target = changed / path.relative_to(RUBRIC)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8")
        target.write_text(text.replace("扣: 0.2}", "扣: 0.4}"), encoding="utf-8")
    assert bihuan("compare", RUBRIC, RUBRIC)[0] == 0
    how = ("--ledger", workbook, "--period", "2026", "--json")
    code, out, _ = bihuan("compare", RUBRIC, changed, *how)
    body = json.loads(out)
    assert code == 1
    assert body["changes"]
    assert body["moves"]
    assert bihuan("compare", RUBRIC, changed, "--ledger", workbook)[0] == 2


def test_ledger_check_lists_every_problem_and_exits_one(bihuan: Run, workbook: Path) -> None:
    assert bihuan("ledger", "check", workbook)[0] == 0
    book = openpyxl.load_workbook(workbook)
    book["活动"]["D2"] = "2026-02-30"
    book["活动"]["D3"] = "昨天"
    book.save(workbook)
    code, out, _ = bihuan("ledger", "check", workbook)
    assert code == 1
    assert "活动!D2" in out
    assert "活动!D3" in out


def test_a_ledger_with_errors_is_not_scored(bihuan: Run, workbook: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    book["活动"]["D2"] = "2026-02-30"
    book.save(workbook)
    out = tmp_path / "结果"
    assert bihuan("score", RUBRIC, "--ledger", workbook, "--period", "2026", "--out", out)[0] == 2
    assert not out.exists()


def test_a_template_is_made_for_a_pack(bihuan: Run, tmp_path: Path) -> None:
    out = tmp_path / "模板.xlsx"
    assert bihuan("ledger", "template", "--pack", RUBRIC, "--out", out)[0] == 0
    assert "活动" in openpyxl.load_workbook(out).sheetnames


def test_a_pack_goes_through_a_workbook_and_comes_back_the_same(bihuan: Run, tmp_path: Path) -> None:
    book, folder = tmp_path / "规则.xlsx", tmp_path / "回来"
    assert bihuan("pack", "export", RUBRIC, "--out", book)[0] == 0
    assert bihuan("pack", "import", book, "--out", folder)[0] == 0
    assert bihuan("compare", RUBRIC, folder)[0] == 0


def test_the_schema_for_editors_is_json(bihuan: Run) -> None:
    code, out, _ = bihuan("pack", "schema")
    assert (code, "properties" in json.loads(out)) == (0, True)


def test_help_is_chinese_and_has_examples(bihuan: Run) -> None:
    for command in (["check"], ["test"], ["compare"], ["plan"], ["score"], ["explain"], ["demo-data"], ["demo"]):
        code, out, _ = bihuan(*command, "--help")
        assert (code, "例：bihuan" in out) == (0, True)
