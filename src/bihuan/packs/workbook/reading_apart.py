"""Reading a stranger's workbook in a process of its own, with limits: ``python -I -m …reading_apart FILE``."""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bihuan.basics.problems import Place, Problem, ProblemsError, Severity
from bihuan.packs.codes import problem
from bihuan.packs.grammar import Pack
from bihuan.packs.workbook.importing import read_workbook
from bihuan.packs.writing import plain_form

WALL_SECONDS = 60
CPU_SECONDS = 40
MEMORY_BYTES = 2_048 * 1024 * 1024
ANSWER_BYTES = 32 * 1024 * 1024


def read_workbook_apart(path: Path) -> Pack:
    """Give the pack in the workbook at ``path``, read by a process that cannot take much time or memory or write files.

    Raises ``ProblemsError`` with everything wrong, each at its sheet and cell.
    """
    command = [sys.executable, "-I", "-m", "bihuan.packs.workbook.reading_apart", str(path.absolute())]
    place = Place(file=path.name)
    try:
        done = subprocess.run(command, capture_output=True, timeout=WALL_SECONDS, check=False)  # noqa: S603 a fixed command
    except subprocess.TimeoutExpired:
        raise ProblemsError([problem("P182", place, f"读取超过 {WALL_SECONDS} 秒")]) from None
    if done.returncode != 0 or len(done.stdout) > ANSWER_BYTES:
        raise ProblemsError([problem("P182", place, "读取中途停止，多半是内容超出了内存或时间限制")])
    answer: dict[str, Any] = json.loads(done.stdout)
    if "problems" in answer:
        raise ProblemsError([_problem(one, path.name) for one in answer["problems"]])
    return Pack.model_validate(answer["pack"], by_alias=True, by_name=False)


def _problem(told: dict[str, Any], name: str) -> Problem:
    place = Place(**(told["place"] | {"file": name}))
    return Problem(told["code"], Severity(told["severity"]), place, told["what"], told["why"], told["todo"])


def _confine() -> None:
    """Give up memory, time and the writing of files, as far as the system can enforce it."""
    if sys.platform == "win32":  # no such limits there; the parent still watches the clock
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Answer with the pack in the workbook named on the command line, or with what is wrong."""
    _confine()
    try:
        answer: dict[str, Any] = {"pack": plain_form(read_workbook(Path(sys.argv[1])))}
    except ProblemsError as error:
        answer = {"problems": [asdict(one) for one in error.problems]}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8"))


if __name__ == "__main__":
    main()
