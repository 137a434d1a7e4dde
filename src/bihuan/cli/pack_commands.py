"""Commands about packs: check, test, compare, pack export, pack import, pack schema."""

from pathlib import Path
from typing import Annotated, Any

import typer

from bihuan import api
from bihuan.appraisal.choices import choices_text
from bihuan.basics.problems import Problem, ProblemsError, Severity
from bihuan.cli.output import (
    CLEAN,
    PROBLEMS,
    existing,
    problem_json,
    refuse,
    show_json,
    show_problems,
    show_unusable,
)
from bihuan.packs import (
    compare_packs,
    export_workbook,
    import_workbook,
    pack_json_schema,
)

Packs = Annotated[list[Path], typer.Argument(metavar="规则包…", help="规则包的文件夹，可写几个")]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON，给程序用")]


def check(
    packs: Packs,
    as_json: Json = False,
    choices: Annotated[bool, typer.Option("--choices", help="同时列出每一项口径取了什么")] = False,
) -> int:
    """检查规则包：一次列出全部问题，每条都有位置、原因和办法。

    例：bihuan check packs/demo-transport-2026
    """
    found: list[Problem] = []
    unusable = False
    for path in packs:
        try:
            loaded = api.load_pack(existing(path, "规则包"))
        except ProblemsError as error:
            unusable = True
            found += error.problems
            continue
        found += api.check_pack(loaded)
        if choices and not as_json:
            typer.echo(choices_text(loaded.whole.choices))
    if as_json:
        show_json({"problems": [problem_json(problem) for problem in found]})
    else:
        show_problems(found)
        if not found:
            typer.echo(f"{len(packs)} 个规则包没有问题。")
    if unusable:
        return show_unusable([], as_json=False)
    return PROBLEMS if any(problem.severity is Severity.ERROR for problem in found) else CLEAN


def test(packs: Packs, as_json: Json = False) -> int:
    """运行规则包自带的算例，说明哪一条不对、差在哪里。

    例：bihuan test packs/demo-transport-2026
    """
    bodies: list[dict[str, Any]] = []
    wrong = total = 0
    for path in packs:
        loaded = api.load_pack(existing(path, "规则包"))
        results = api.run_cases(loaded)
        total += len(results)
        for result in results:
            if not result.is_right:
                wrong += 1
                if not as_json:
                    typer.echo(f"不对：{loaded.pack.id}：{result.case.case}")
                    for difference in result.differences:
                        typer.echo(f"  {difference}")
            bodies.append({"pack": loaded.pack.id, "case": result.case.case, "differences": list(result.differences)})
    if as_json:
        show_json({"cases": bodies, "wrong": wrong})
    else:
        typer.echo(f"共 {total} 条算例，{total - wrong} 条对，{wrong} 条不对。")
    return PROBLEMS if wrong else CLEAN


def compare(
    before: Annotated[Path, typer.Argument(metavar="旧规则包")],
    after: Annotated[Path, typer.Argument(metavar="新规则包")],
    ledger: Annotated[Path | None, typer.Option("--ledger", help="台账；给了就试算谁的分会变")] = None,
    period: Annotated[str | None, typer.Option("--period", help="考核期，如 2026H1")] = None,
    as_json: Json = False,
) -> int:
    """比较两个规则包：含义改了什么；给出台账时，谁会变、为什么。

    例：bihuan compare packs/a packs/b --ledger 台账.xlsx --period 2026H1
    """
    old, new = api.load_pack(existing(before, "规则包")), api.load_pack(existing(after, "规则包"))
    changes = compare_packs(old.whole, new.whole)
    body: dict[str, Any] = {"changes": [change.sentence for change in changes]}
    if not as_json:
        for change in changes:
            typer.echo(change.sentence)
        typer.echo(f"共 {len(changes)} 处不同。")
    if ledger is not None:
        read = api.read_clean_ledger(existing(ledger, "台账"))
        moved = api.who_moves(old.whole, new.whole, read.tables, _required_period(period))
        body["moves"] = [
            {
                "organisation": move.organisation,
                "total": [move.total_before, move.total_after],
                "grade": [move.grade_before, move.grade_after],
                "because": move.because,
            }
            for move in moved
        ]
        if not as_json:
            _show_moves(moved)
    if as_json:
        show_json(body)
    return PROBLEMS if changes else CLEAN


def _required_period(period: str | None) -> str:
    if period is None:
        raise refuse("C006", "给了 --ledger 就要写 --period", todo="加上 --period 2026H1 这样的考核期")
    return period


def _show_moves(moved: tuple[api.Move, ...]) -> None:
    for move in moved:
        grade = f"，等次 {move.grade_before}→{move.grade_after}" if move.grade_before != move.grade_after else ""
        typer.echo(f"{move.organisation}：{move.total_before}→{move.total_after}{grade}")
        for measure, was, becomes in move.because:
            typer.echo(f"    {measure}：{was or '没有'}→{becomes or '没有'}")
    typer.echo(f"共 {len(moved)} 个组织有变化。")


def pack_export(
    pack: Annotated[Path, typer.Argument(metavar="规则包")],
    out: Annotated[Path, typer.Option("--out", help="写到哪个 .xlsx")],
    as_json: Json = False,
) -> int:
    """把规则包写成一个 Excel 工作簿，带下拉列表。

    例：bihuan pack export packs/demo-transport-2026 --out 规则.xlsx
    """
    export_workbook(api.load_pack(existing(pack, "规则包")), out)
    _said(as_json, out)
    return CLEAN


def pack_import(
    workbook: Annotated[Path, typer.Argument(metavar="工作簿")],
    out: Annotated[Path, typer.Option("--out", help="写成哪个规则包文件夹")],
    as_json: Json = False,
) -> int:
    """把 Excel 工作簿读成规则包；有问题一次列全，什么也不写。

    例：bihuan pack import 规则.xlsx --out packs/新规则
    """
    import_workbook(existing(workbook, "工作簿"), out)
    _said(as_json, out)
    return CLEAN


def pack_schema(as_json: Json = False) -> int:
    """打印规则包的 JSON Schema，给编辑器用。

    例：bihuan pack schema > pack.schema.json
    """
    show_json(pack_json_schema())
    return CLEAN


def _said(as_json: bool, out: Path) -> None:
    if as_json:
        show_json({"out": str(out)})
    else:
        typer.echo(f"已写到 {out}")


def register(app: typer.Typer) -> None:
    """Add these commands to ``app``."""
    for command in (check, test, compare):
        app.command()(command)
    packs = typer.Typer(help="规则包与 Excel 互转，编辑器用的 Schema。", no_args_is_help=True, rich_markup_mode=None)
    packs.command("export")(pack_export)
    packs.command("import")(pack_import)
    packs.command("schema")(pack_schema)
    app.add_typer(packs, name="pack")
