"""Commands about scores: plan, score, explain."""

from pathlib import Path
from typing import Annotated, Any

import typer

from bihuan import api
from bihuan.appraisal.sentences import points_text
from bihuan.basics.problems import ProblemsError
from bihuan.cli.output import CLEAN, UNUSABLE, day, existing, progress_bar, refuse, show_json
from bihuan.runners.results_out import clause_text
from bihuan.runners.scoring import Progress
from bihuan.runners.table_files import FORMATS

PackPath = Annotated[Path, typer.Argument(metavar="规则包")]
LedgerPath = Annotated[Path, typer.Option("--ledger", help="台账：.xlsx、CSV 文件夹或 Parquet 文件夹")]
PeriodText = Annotated[str, typer.Option("--period", help="2026、2026H1、2026Q2、2026-06、2025-12..2026-11")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="截至哪一天；不写为考核期最后一天")]
KnownAt = Annotated[str | None, typer.Option("--known-at", help="只看到哪一天为止收到的；不写为全部")]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON，给程序用")]


def _score(
    pack: Path, ledger: Path, period: str, as_of: str | None, known_at: str | None, progress: Progress | None
) -> tuple[api.Run, str]:
    loaded = api.load_for_scoring(existing(pack, "规则包"))
    window = _period(loaded.whole, period)
    read = api.read_clean_ledger(existing(ledger, "台账"))
    days = day(as_of, "--as-of"), day(known_at, "--known-at")
    return api.score(loaded.whole, read.tables, window, *days, progress=progress), read.digest


def _period(pack: api.Pack, text: str) -> api.Period:
    try:
        return api.parse_period(text, pack.year_from)
    except ValueError as error:
        raise refuse("C003", str(error), todo="按 --help 里的写法写") from None


def plan(
    pack: PackPath,
    ledger: LedgerPath,
    period: PeriodText,
    out: Annotated[Path, typer.Option("--out", help="写到哪个 .xlsx、.csv 或 .parquet")],
    as_of: AsOf = None,
    as_json: Json = False,
) -> int:
    """把责任分解成每个组织有日期的任务。

    例：bihuan plan packs/demo-transport-2026 --ledger 台账.xlsx --period 2026 --out 任务.xlsx
    """
    if out.suffix.removeprefix(".") not in FORMATS:
        raise refuse("C005", f"“{out}”的格式不认识", todo="结尾写 .xlsx、.csv 或 .parquet")
    loaded = api.load_for_scoring(existing(pack, "规则包"))
    window = _period(loaded.whole, period)
    read = api.read_clean_ledger(existing(ledger, "台账"))
    with progress_bar("分解任务", as_json) as tell:
        found = api.plan(loaded.whole, read.tables, window, day(as_of, "--as-of"), progress=tell)
    api.write_plan(found, out)
    states: dict[str, int] = {}
    for one in found:
        states[one.state] = states.get(one.state, 0) + 1
    if as_json:
        show_json({"out": str(out), "obligations": len(found), "states": states})
    else:
        typer.echo(f"共 {len(found)} 项任务：" + "，".join(f"{state} {count}" for state, count in states.items()))
        typer.echo(f"已写到 {out}")
    return CLEAN


def score(
    pack: PackPath,
    ledger: LedgerPath,
    period: PeriodText,
    out: Annotated[Path, typer.Option("--out", help="结果写到哪个文件夹")],
    as_of: AsOf = None,
    known_at: KnownAt = None,
    form: Annotated[str, typer.Option("--format", help="xlsx、csv 或 parquet")] = "xlsx",
    as_json: Json = False,
) -> int:
    """给全部组织算分：得分、逐条明细（含因由、条款、记录）、建议的措施。

    例：bihuan score packs/demo-transport-2026 --ledger 台账.xlsx --period 2026H1 --as-of 2026-06-30 --out 结果
    """
    if form not in FORMATS:
        raise refuse("C005", f"“{form}”不是结果的格式", todo="写 xlsx、csv 或 parquet")
    with progress_bar("计分", as_json) as tell:
        run, digest = _score(pack, ledger, period, as_of, known_at, tell)
    with progress_bar("写出因由", as_json) as tell:
        files = api.write_run(run, out, form, digest, tell)
    grades: dict[str, int] = {}
    for one in run.grades.values():
        grades[one.grade] = grades.get(one.grade, 0) + 1
    body: dict[str, Any] = {
        "organisations": len(run.scores),
        "grades": grades,
        "outcomes": len(run.proposals),
        "files": [str(files.scores), str(files.lines), str(files.outcomes), str(files.run)],
    }
    if as_json:
        show_json(body)
    else:
        shown = "，".join(f"{grade} {count}" for grade, count in grades.items())
        typer.echo(f"{len(run.scores)} 个组织；{shown}；建议措施 {len(run.proposals)} 条。")
        typer.echo(f"已写到 {out}（得分、明细、结果运用、run.json）")
    return CLEAN


def explain(
    pack: PackPath,
    ledger: LedgerPath,
    period: PeriodText,
    organisation: Annotated[str, typer.Option("--organisation", help="组织编号、代码或全称")],
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: Json = False,
) -> int:
    """说明一个组织每一分怎么来的：条款、记录、算式、还能挽回多少。

    例：bihuan explain packs/demo-transport-2026 --ledger 台账.xlsx --period 2026H1 --organisation 规划处党支部
    """
    run, _ = _score(pack, ledger, period, as_of, known_at, None)
    try:
        found = api.explain(run, organisation)
    except ProblemsError as error:
        if as_json:
            raise
        typer.echo(str(error), err=True)
        return UNUSABLE
    if as_json:
        show_json(_explained_json(found, run))
    else:
        show(found, run)
    return CLEAN


def _explained_json(found: api.Explained, run: api.Run) -> dict[str, Any]:
    per_point = run.rules.per_point
    return {
        "organisation": found.score.organisation,
        "name": found.name,
        "total": points_text(found.score.total[2], per_point) if found.score.total else None,
        "grade": run.grades[found.score.organisation].grade,
        "measures": [
            {
                "id": one.line.measure,
                "name": one.measure,
                "state": str(one.line.state),
                "max": points_text(one.line.max, per_point),
                "earned": points_text(one.line.earned, per_point),
                "lost": points_text(one.line.lost, per_point),
                "not_due": points_text(one.line.not_due, per_point),
                "not_judged": points_text(one.line.not_judged, per_point),
                "clause": clause_text(one.basis, run.pack),
                "arithmetic": one.arithmetic,
                "reasons": [
                    {
                        "text": reason.text,
                        "records": list(reason.records),
                        "win_back": points_text(reason.win_back, per_point),
                        "by": reason.win_back_by,
                    }
                    for reason in one.reasons
                ],
            }
            for one in found.measures
        ],
    }


def show(found: api.Explained, run: api.Run) -> None:
    """Print a branch explained, measure by measure."""
    per_point, grade = run.rules.per_point, run.grades[found.score.organisation]
    total = found.score.total
    head = f"{found.name}，{run.period.label}，截至 {run.as_of}"
    typer.echo(head if total is None else f"{head}：{points_text(total[2], per_point)} 分，{grade.grade}")
    if grade.forecast and grade.forecast != grade.grade:
        typer.echo(f"预判 {grade.forecast}，全办完 {grade.at_best}")
    section = ""
    for one in found.measures:
        if one.section != section:
            section = one.section
            typer.echo(f"\n【{section}】")
        line = one.line
        points = f"{points_text(line.earned, per_point)} / {points_text(line.max, per_point)}"
        typer.echo(f"{one.measure}　{points}　{line.state}　{clause_text(one.basis, run.pack)}")
        for reason in one.reasons:
            typer.echo(f"    {reason.text}")
            if reason.records:
                typer.echo(f"    记录：{'、'.join(reason.records)}")
        typer.echo(f"    {one.arithmetic}")
        if one.late_entries:
            typer.echo(f"    迟录（照实标明）：{'、'.join(one.late_entries)}")


def register(app: typer.Typer) -> None:
    """Add these commands to ``app``."""
    for command in (plan, score, explain):
        app.command()(command)
