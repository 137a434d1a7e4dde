"""A pack folder to one document: which files, in what order, and how they are put together."""

from collections.abc import Sequence as Ordered
from dataclasses import dataclass
from pathlib import Path

from bihuan.basics.problems import Place, Problem
from bihuan.packs.codes import problem
from bihuan.packs.grammar import Pack
from bihuan.packs.outline import keys_of
from bihuan.packs.reading import read_yaml
from bihuan.packs.trees import Block, Sequence, Tree

FOLDERS = ("responsibility", "progress", "appraisal", "outcomes", "cases")
FIRST_FILES = ("pack.yaml", "sources.yaml")


@dataclass(frozen=True, slots=True)
class Document:
    """The files of a pack as one tree; ``holes``: parts had to be left out, so what is missing cannot be judged."""

    root: Block
    problems: tuple[Problem, ...]
    holes: bool


def pack_files(path: Path) -> list[Path]:
    """List the files of the pack at ``path`` in reading order; a single file stands for itself."""
    if path.is_file():
        return [path]
    first = [path / name for name in FIRST_FILES if (path / name).is_file()]
    rest = [file for folder in FOLDERS for file in sorted((path / folder).glob("**/*.yaml")) if file.is_file()]
    return first + rest


def _strays(path: Path) -> list[Problem]:
    """YAML files that lie where nobody would read them."""
    if path.is_file():
        return []
    known = set(pack_files(path))
    found = sorted(file for suffix in ("yaml", "yml") for file in path.rglob(f"*.{suffix}"))
    todo = f"移到 {'、'.join(FOLDERS)} 之一，文件名用 .yaml 结尾。"
    return [
        problem("P116", Place(file=str(file)), "这个文件不在规则包会读的位置，内容不会生效", todo=todo)
        for file in found
        if file not in known
    ]


def read_pack(path: Path) -> Document:
    """Read every file of the pack at ``path`` into one document, with all the problems of all files."""
    root = Block(Place(file=str(path)))
    files = pack_files(path) if path.exists() else []
    problems = _strays(path) if path.exists() else []
    if not files:
        what = "这里没有规则包" if path.exists() else "没有这个文件或文件夹"
        return Document(root, (*problems, problem("P116", Place(file=str(path)), what)), True)
    holes = False
    for file in files:
        try:
            content = file.read_bytes()
        except OSError as error:
            problems.append(problem("P117", Place(file=str(file)), error.strerror or "读取失败"))
            holes = True
            continue
        block, found, left_out = read_yaml(content, str(file))
        problems += found
        holes = holes or left_out
        if block is not None:
            problems += _merge(root, block)
    if root.entries:
        root.place = next(iter(root.keys.values()))
    return Document(root, tuple(problems), holes)


def _merge(root: Block, block: Block) -> list[Problem]:
    """Put the entries of one file into the whole; lists are joined, anything else may stand only once."""
    problems = []
    shape = keys_of(Pack)
    for key, value in block.entries.items():
        if key not in root.entries:
            joins = key in shape and shape[key].form in ("多个", "列表")
            root.entries[key] = Sequence(value.place, _items(value)) if joins else value
            root.keys[key] = block.keys[key]
            continue
        present = root.entries[key]
        if key in shape and shape[key].form in ("多个", "列表") and isinstance(present, Sequence):
            present.items += _items(value)
        else:
            first = root.keys[key]
            what = f"“{key}”在 {first} 已经写过"
            problems.append(problem("P115", block.keys[key], what))
    return problems


def _items(value: Tree) -> list[Tree]:
    items: Ordered[Tree] = value.items if isinstance(value, Sequence) else [value]
    return list(items)
