"""What every command shares: printing problems, progress bars, JSON, exit codes."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bihuan.basics.problems import Place, Problem, ProblemsError, Severity

CLEAN, PROBLEMS, UNUSABLE = 0, 1, 2


def show_json(body: Any) -> None:
    """Print ``body`` as JSON."""
    typer.echo(json.dumps(body, ensure_ascii=False, indent=2, default=str))


def problem_json(problem: Problem) -> dict[str, Any]:
    """Give a problem as plain values."""
    return {**asdict(problem), "severity": str(problem.severity)}


def show_problems(problems: Sequence[Problem]) -> None:
    """Print problems, errors first, and how many there are."""
    for problem in sorted(problems, key=lambda one: one.severity is not Severity.ERROR):
        typer.echo(str(problem))
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    if problems:
        typer.echo(f"共 {errors} 个错误，{len(problems) - errors} 条提示。")


def show_unusable(problems: Sequence[Problem], as_json: bool) -> int:
    """Print why an input cannot be used; gives the exit code."""
    if as_json:
        show_json({"problems": [problem_json(problem) for problem in problems]})
    else:
        show_problems(problems)
    return UNUSABLE


def refuse(code: str, what: str, why: str = "", todo: str = "", file: str = "") -> ProblemsError:
    """Make the error of a command that cannot go on."""
    return ProblemsError([Problem(code, Severity.ERROR, Place(file=file), what, why, todo)])


def existing(path: Path, what: str) -> Path:
    """Give ``path`` if it exists. Raises :class:`ProblemsError` (C001) otherwise."""
    if not path.exists():
        raise refuse("C001", f"找不到{what}“{path}”", "没有这个文件或文件夹", "检查路径是否写对", str(path))
    return path


def day(text: str | None, option: str) -> date | None:
    """Read a day option. Raises :class:`ProblemsError` (C002)."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refuse("C002", f"{option} 写成“{text}”，不是日期", todo="写成 2026-06-30 这样") from None


@contextmanager
def progress_bar(title: str, as_json: bool) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on the error stream while the block runs; it is told (done, all)."""
    console = Console(stderr=True, quiet=as_json or not sys.stderr.isatty())
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title, total=None)

        def tell(done: int, everything: int) -> None:
            bar.update(task, completed=done, total=everything)

        yield tell
