"""Commands about ledgers: ledger check, ledger template, demo-data."""

from pathlib import Path
from typing import Annotated

import typer

from bihuan import api
from bihuan.basics.problems import Severity
from bihuan.cli.output import CLEAN, PROBLEMS, existing, problem_json, show_json, show_problems
from bihuan.progress.grammar import Register
from bihuan.runners.demo_data import make_demo, write_demo

Json = Annotated[bool, typer.Option("--json", help="输出 JSON，给程序用")]
DEMO_PACK = Path("packs/demo-transport-2026")


def ledger_check(
    path: Annotated[Path, typer.Argument(metavar="台账", help=".xlsx、CSV 文件夹或 Parquet 文件夹")],
    as_json: Json = False,
) -> int:
    """检查台账：一次列出全部问题，每条都有表、行、列和单元格里的原文。

    例：bihuan ledger check 台账.xlsx
    """
    read = api.read_ledger(existing(path, "台账"))
    errors = [problem for problem in read.problems if problem.severity is Severity.ERROR]
    counts = {table.sheet: len(read.tables.get(table.name, ())) for table in api.TABLES}
    if as_json:
        skipped = [str(row) for row in read.skipped]
        problems = [problem_json(problem) for problem in read.problems]
        show_json({"rows": counts, "skipped": skipped, "problems": problems, "sha256": read.digest})
    else:
        show_problems(read.problems)
        typer.echo("读到：" + "，".join(f"{sheet} {count} 行" for sheet, count in counts.items() if count))
        for row in read.skipped:
            typer.echo(f"跳过：{row}")
    return PROBLEMS if errors else CLEAN


def ledger_template(
    pack: Annotated[Path, typer.Option("--pack", help="按哪个规则包列下拉项")],
    out: Annotated[Path, typer.Option("--out", help="写到哪个 .xlsx")],
    as_json: Json = False,
) -> int:
    """生成台账模板：中文表头，规则包用到的种类、岗位、指标都有下拉列表。

    例：bihuan ledger template --pack packs/demo-transport-2026 --out 台账模板.xlsx
    """
    whole = api.load_pack(existing(pack, "规则包")).whole
    by_register = {
        register: [kind.kind for kind in whole.record_kinds if kind.kept_in is register] for register in Register
    }
    api.write_template(
        out,
        record_kinds=by_register[Register.ACTIVITIES],
        submission_kinds=by_register[Register.SUBMISSIONS],
        posts=sorted({duty.post for duty in whole.duties if duty.post != "组织"}),
        measures=[(measure.id, measure.measure) for measure in whole.measures],
    )
    if as_json:
        show_json({"out": str(out)})
    else:
        typer.echo(f"已写到 {out}")
    return CLEAN


def demo_data(
    out: Annotated[Path, typer.Option("--out", help="写到哪个文件夹")],
    branches: Annotated[int, typer.Option("--branches", help="多少个党组织")] = 494,
    year: Annotated[int, typer.Option("--year", help="哪一年")] = 2026,
    seed: Annotated[int, typer.Option("--seed", help="种子；同一种子得同一份数据")] = 1,
    pack: Annotated[Path, typer.Option("--pack", help="按哪个规则包造数据")] = DEMO_PACK,
    as_json: Json = False,
) -> int:
    """造一份逼真的演示台账，附事先埋好的情况清单（truth.json）。

    例：bihuan demo-data --branches 494 --year 2026 --seed 1 --out demo
    """
    whole = api.load_pack(existing(pack, "规则包")).whole
    demo = make_demo(whole, branches=branches, year=year, seed=seed)
    write_demo(demo, out)
    rows = {table.sheet: len(demo.tables.get(table.name, ())) for table in api.TABLES}
    if as_json:
        show_json({"out": str(out), "rows": rows, "truth": len(demo.truth)})
    else:
        typer.echo("，".join(f"{sheet} {count} 行" for sheet, count in rows.items() if count))
        typer.echo(f"已写到 {out}，埋好 {len(demo.truth)} 处情况")
    return CLEAN


def register(app: typer.Typer) -> None:
    """Add these commands to ``app``."""
    ledgers = typer.Typer(help="台账：检查，生成模板。", no_args_is_help=True, rich_markup_mode=None)
    ledgers.command("check")(ledger_check)
    ledgers.command("template")(ledger_template)
    app.add_typer(ledgers, name="ledger")
    app.command("demo-data")(demo_data)
