"""`pack import`: a workbook back into a pack folder, with the problems of all sheets at once."""

from collections.abc import Iterable
from pathlib import Path

from bihuan.basics.problems import Place, Problem, ProblemsError
from bihuan.packs.codes import problem
from bihuan.packs.diagnosing import nearest
from bihuan.packs.grammar import Pack
from bihuan.packs.loading import build_pack
from bihuan.packs.merging import Document, pack_files
from bihuan.packs.outline import Key
from bihuan.packs.trees import Block, Sequence, Text, Tree
from bihuan.packs.workbook.cells import cell_tree
from bihuan.packs.workbook.layout import (
    CHOICES_SHEET,
    OWNER,
    PACK_SHEET,
    PART,
    choice_rows,
    pack_rows,
    sheets,
)
from bihuan.packs.workbook.opening import SheetRows, open_workbook
from bihuan.packs.workbook.rows import row_entry, row_rate
from bihuan.packs.writing import write_pack


def import_workbook(path: Path, folder: Path) -> list[Path]:
    """Write the pack in the workbook at ``path`` into ``folder`` and give the files written.

    Raises ``ProblemsError`` with everything wrong, each at its sheet and cell; never writes over another pack.
    """
    if folder.is_dir() and pack_files(folder):
        raise ProblemsError([problem("P185", Place(file=str(folder)), f"“{folder.name}”里已经有规则包的文件")])
    return write_pack(read_workbook(path), folder)


def read_workbook(path: Path) -> Pack:
    """Give the pack in the workbook at ``path``; raises ``ProblemsError`` with everything wrong."""
    found, problems = open_workbook(path)
    if not found:
        raise ProblemsError(problems)
    reader = _Reader(found, Block(Place(file=str(path))), problems)
    root = reader.read()
    pack, wrong = build_pack(Document(root, tuple(reader.problems), False), path)
    if pack is None:
        raise ProblemsError(wrong)
    return pack


class _Reader:
    """Puts the sheets together into one document."""

    def __init__(self, found: dict[str, SheetRows], root: Block, problems: list[Problem]) -> None:
        self.found, self.root, self.problems = found, root, list(problems)

    def read(self) -> Block:
        """Read every sheet; owners first, so that what they own finds them."""
        self._headings()
        self._singles(PACK_SHEET, pack_rows(), ())
        self._singles(CHOICES_SHEET, choice_rows(), ("口径",))
        entries = {sheet.name: self._entries(sheet.name) for sheet in sheets() if sheet.name != "扣分得分"}
        for sheet in sheets():
            if sheet.name in ("条款", "计分项", "分档", "扣分得分"):
                continue
            blocks = [block for _, block in entries[sheet.name]]
            holder = self._holder(("等次",)) if sheet.name in ("等次", "直接定级") and blocks else self.root
            if blocks:
                _set(holder, sheet.key, Sequence(blocks[0].place, list(blocks)))
        sources = {_word(block, "文件"): block for _, block in entries["来源"]}
        measures = {_word(block, "编号"): block for _, block in entries["指标"]}
        self._own(entries["条款"], ("文件",), {(name,): block for name, block in sources.items()}, "条款表")
        self._own(entries["计分项"], (OWNER,), {(name,): block for name, block in measures.items()}, "计分")
        parts: dict[tuple[str, ...], Block] = {
            (owner[OWNER].value, _word(block, "名称")): block for owner, block in entries["计分项"]
        }
        self._own(entries["分档"], (OWNER, PART), parts, "分档")
        self._rates(parts)
        return self.root

    def _headings(self) -> None:
        """Report sheets and headings that nobody would read."""
        known = {sheet.name: {column.heading for column in sheet.columns} for sheet in sheets()}
        known |= {name: {"键", "值", "说明"} for name in (PACK_SHEET, CHOICES_SHEET)}
        for name, sheet in self.found.items():
            file = self.root.place.file
            if name == "填写说明":
                continue
            if name not in known:
                self._report("P183", Place(file=file, sheet=name), f"没有“{name}”这张表", nearest(name, list(known)))
                continue
            for number, heading in enumerate(sheet.headings):
                if heading and heading not in known[name]:
                    close = nearest(heading, sorted(known[name]))
                    self._report("P183", Place(file=file, sheet=name, cell="1"), f"没有“{heading}”这一列", close)
                elif heading and heading in sheet.headings[:number]:
                    self._report("P183", Place(file=file, sheet=name, cell="1"), f"“{heading}”这一列写了两次", "")

    def _report(self, code: str, place: Place, what: str, close: str) -> None:
        self.problems.append(problem(code, place, what, todo=f"是不是“{close}”？" if close else ""))

    def _singles(self, name: str, rows: Iterable[tuple[tuple[str, ...], Key]], under: tuple[str, ...]) -> None:
        """Read a sheet of keys and values."""
        known = {"·".join(path): (path, key) for path, key in rows}
        sheet = self.found.get(name)
        for place, cells in sheet.rows if sheet else ():
            word, value = cells.get("键"), cells.get("值")
            if value is None:
                continue
            if word is None or word.value.strip() not in known:
                said = word.value if word else ""
                self._report("P121", place, f"“{name}”表里没有“{said}”这个键", nearest(said, list(known)))
                continue
            path, key = known[word.value.strip()]
            tree, found = cell_tree(key, value.value, value.place)
            self.problems += found
            _set(self._holder((*under, *path[:-1])), path[-1], tree)

    def _holder(self, path: tuple[str, ...]) -> Block:
        """Find, or make, the mapping under which something is to be put."""
        holder = self.root
        for word in path:
            inner = holder.entries.get(word)
            if not isinstance(inner, Block):
                inner = Block(self.root.place)
                _set(holder, word, inner)
            holder = inner
        return holder

    def _entries(self, name: str) -> list[tuple[dict[str, Text], Block]]:
        """Read the rows of a sheet, with the cells that name their owners apart."""
        sheet = next(one for one in sheets() if one.name == name)
        owners = {"条款": ("文件",), "计分项": (OWNER,), "分档": (OWNER, PART)}.get(name, ())
        read = []
        found = self.found.get(name)
        known = {column.heading for column in sheet.columns}
        for place, cells in found.rows if found else ():
            owner = {heading: cells.get(heading, Text("", place)) for heading in owners}
            mine = {heading: text for heading, text in cells.items() if heading not in owners and heading in known}
            block, problems = row_entry(mine, sheet.model, place)
            self.problems += problems
            read.append((owner, block))
        return read

    def _own(
        self,
        read: list[tuple[dict[str, Text], Block]],
        words: tuple[str, ...],
        owners: dict[tuple[str, ...], Block],
        key: str,
    ) -> None:
        """Hang entries on the owners they name."""
        for owner, block in read:
            holder = self._owner(owner, words, owners, block.place)
            if holder is not None:
                _append(holder, key, block)

    def _owner(
        self, cells: dict[str, Text], words: tuple[str, ...], owners: dict[tuple[str, ...], Block], place: Place
    ) -> Block | None:
        name = tuple(cells[word].value if word in cells else "" for word in words)
        if name not in owners:
            said = "/".join(name)
            close = nearest(said, ["/".join(one) for one in owners])
            self._report("P133", place, f"没有“{said}”，这一行不知道属于谁", close)
        return owners.get(name)

    def _rates(self, parts: dict[tuple[str, ...], Block]) -> None:
        sheet = self.found.get("扣分得分")
        for place, cells in sheet.rows if sheet else ():
            holder = self._owner(cells, (OWNER, PART), parts, place)
            side, block, found = row_rate({word: cells[word] for word in cells if word not in (OWNER, PART)}, place)
            self.problems += found
            if side not in ("扣分", "得分"):
                self._report("P122", place, f"“行别”不能是“{side}”", "扣分")
            elif holder is not None:
                _append(holder, side, block)


def _set(holder: Block, word: str, tree: Tree) -> None:
    holder.entries[word] = tree
    holder.keys[word] = tree.place


def _append(holder: Block, word: str, block: Block) -> None:
    present = holder.entries.get(word)
    if isinstance(present, Sequence):
        present.items.append(block)
    else:
        _set(holder, word, Sequence(block.place, [block]))


def _word(block: Block, word: str) -> str:
    value = block.entries.get(word)
    return value.value if isinstance(value, Text) else ""
