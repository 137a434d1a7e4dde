"""Walks through a page as a reader would: writes the files it shows, runs its commands, reads what comes out."""

import contextlib
import io
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

from bihuan.cli import main
from tests.docs.blocks import CodeBlock, blocks_of

ELLIPSIS = "……"


def walk_through(path: Path, folder: Path) -> Iterator[str]:
    """Follow the blocks of a page in ``folder``; give a sentence for everything that is not as the page says."""
    output = ""
    for block in blocks_of(path):
        if block.setting("copy"):
            shutil.copytree(folder / block.setting("copy"), folder / block.setting("to"))
        elif block.setting("file"):
            write(block, folder / block.setting("file"))
        elif block.language == "bash":
            output = ""
            wanted = int(block.setting("exit") or 0)
            for line in block.text.splitlines():
                code, printed = run(line)
                output += printed
                if code != wanted:
                    yield f"{block}: {line} gave {code} instead of {wanted}:\n{printed}"
        elif block.language == "text":
            yield from lacking(block, output)
        elif block.language == "python":
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(compile(block.text, str(block), "exec"), {"__name__": "page"})
            output = printed.getvalue()


def write(block: CodeBlock, path: Path) -> None:
    """Write the file a block shows, or put its lines in place of the line that has the words of ``replace=``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = block.text
    words = block.setting("replace").replace("␣", " ")
    if words:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        (place,) = (number for number, line in enumerate(lines) if words in line)
        lines[place : place + 1] = [block.text]
        text = "".join(lines)
    path.write_text(text, encoding="utf-8")


def run(line: str) -> tuple[int, str]:
    """Run one command line of ``bihuan`` here; give its exit code and all it printed."""
    name, *arguments = shlex.split(line)
    assert name == "bihuan", f"“{line}” is not run; write other commands in ```sh blocks"
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        try:
            main(arguments)
        except SystemExit as end:
            return int(end.code or 0), printed.getvalue()
    return 0, printed.getvalue()


def lacking(block: CodeBlock, output: str) -> Iterator[str]:
    """Lines the page shows that the command did not print, in their order."""
    rest = output
    for line in block.text.splitlines():
        if line.strip() in ("", ELLIPSIS):
            continue
        _, found, rest_after = rest.partition(line.strip())
        if not found:
            yield f"{block}: “{line}” was not printed (in this place):\n{output}"
            return
        rest = rest_after
