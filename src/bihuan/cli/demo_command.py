"""The command ``demo``: the whole loop on an invented department, from pack and workbook to results."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bihuan import api
from bihuan.appraisal.sentences import points_text
from bihuan.basics.problems import Severity
from bihuan.cli.ledger_commands import DEMO_PACK
from bihuan.cli.output import CLEAN, PROBLEMS, existing, progress_bar
from bihuan.cli.score_commands import show as show_explained
from bihuan.runners.demo_data import make_demo, write_demo

LIVE = date(2026, 6, 18)
"""Midway through the last month: some things are not due yet."""
FINAL = date(2026, 7, 31)
"""After the last day of making up: everything is settled."""
SHOWN = "规划处党支部"


def demo(
    out: Annotated[Path, typer.Option("--out", help="结果写到哪个文件夹")] = Path("demo"),
    branches: Annotated[int, typer.Option("--branches", help="多少个党组织")] = 494,
    pack: Annotated[Path, typer.Option("--pack", help="规则包")] = DEMO_PACK,
) -> int:
    """跑通一遍闭环：查规则包、造台账、读台账、分解任务、计分、说明、建议措施。

    例：bihuan demo --out demo
    """
    typer.echo("一、检查规则包，运行算例")
    loaded = api.load_for_scoring(existing(pack, "规则包"))
    results = api.run_cases(loaded)
    right = sum(result.is_right for result in results)
    typer.echo(f"    《{loaded.pack.pack}》{loaded.pack.version}：算例 {len(results)} 条，{right} 条对")

    typer.echo(f"二、造一份 {branches} 个党组织的台账（虚构），写成 Excel 工作簿")
    whole = loaded.whole
    made = make_demo(whole, branches=branches)
    write_demo(made, out)
    workbook = out / "台账.xlsx"

    typer.echo("三、在受限的子进程里读回工作簿，逐格检查")
    read = api.read_ledger(workbook)
    errors = [problem for problem in read.problems if problem.severity is Severity.ERROR]
    rows = sum(len(found) for found in read.tables.values())
    typer.echo(f"    {rows} 行，{len(errors)} 个错误")

    typer.echo("四、把责任分解到每个组织、每个月（2026 年）")
    with progress_bar("分解任务", as_json=False) as tell:
        obligations = api.plan(whole, read.tables, "2026", LIVE, progress=tell)
    api.write_plan(obligations, out / "任务.xlsx")
    late = sum(one.state in ("缺", "可补") for one in obligations)
    typer.echo(f"    {len(obligations)} 项任务，截至 {LIVE} 逾期未办 {late} 项")

    typer.echo("五、计分，并给每一分写出因由、条款和记录")
    _score(whole, read, out)
    typer.echo(
        f"\n全部结果在 {out}/ ：台账.xlsx、任务.xlsx，"
        "结果/ 下的 scores（得分）、lines（明细）、outcomes（结果运用）、run.json。"
    )
    return PROBLEMS if errors or right < len(results) else CLEAN


def _score(whole: api.Pack, read: api.ReadResult, out: Path) -> None:
    live = _scored(whole, read, LIVE)
    final = _scored(whole, read, FINAL)
    with progress_bar("写出因由", as_json=False) as tell:
        api.write_run(final, out / "结果", "xlsx", read.digest, tell)
    typer.echo(f"\n六、半年还没过完时，一个支部的每一分怎么来的：{SHOWN}\n")
    found = next((one.organisation for one in live.scores if _name(live, one.organisation) == SHOWN), None)
    show_explained(api.explain(live, found or live.scores[0].organisation), live)
    typer.echo(f"\n七、机器建议、由人决定的措施（得分最低的几个，截至 {FINAL}）")
    totals = {one.organisation: one.total[2] for one in final.scores if one.total}
    for one in sorted(final.proposals, key=lambda proposal: totals.get(proposal.organisation, 0))[:6]:
        points = points_text(totals[one.organisation], final.rules.per_point)
        due = f"，{one.due} 前" if one.due else ""
        whom = f"{_name(final, one.organisation)}（{points} 分）"
        typer.echo(f"    {whom}：{one.consequence}，由{one.from_whom}{due}；因为{one.because}")


def _scored(whole: api.Pack, read: api.ReadResult, day: date) -> api.Run:
    with progress_bar(f"计分（截至 {day}）", as_json=False) as tell:
        run = api.score(whole, read.tables, "2026H1", day, progress=tell)
    grades = Counter(proposal.grade for proposal in run.grades.values())
    shown = "，".join(f"{grade} {count}" for grade, count in grades.most_common())
    typer.echo(f"    截至 {day}：{len(run.scores)} 个组织；{shown}；建议措施 {len(run.proposals)} 条")
    return run


def _name(run: api.Run, organisation: str) -> str:
    return run.ledgers[organisation].household.standing.latest.name


def register(app: typer.Typer) -> None:
    """Add this command to ``app``."""
    app.command("demo")(demo)
