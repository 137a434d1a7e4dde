"""The door into a pack on disk: read, validate, find what it builds on, compose, and check what it points to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from bihuan.basics.problems import Place, Problem, ProblemsError
from bihuan.packs import outline
from bihuan.packs.checks.identity import PACK_ID, check_identity
from bihuan.packs.checks.references import check_references
from bihuan.packs.checks.survey import Survey
from bihuan.packs.codes import problem
from bihuan.packs.composing import compose
from bihuan.packs.diagnosing import diagnose
from bihuan.packs.grammar import Pack
from bihuan.packs.merging import Document, read_pack
from bihuan.packs.trees import Block, find, key_place, places, plain
from bihuan.packs.trees import Sequence as SequenceTree
from bihuan.responsibility.grammar import Duty


@dataclass(frozen=True, slots=True)
class LoadedPack:
    """A pack as read: its own content, the whole it makes with what it builds on, and where everything stands.

    ``places`` maps the key path of every value to where it is written; ``problems`` are the wrong references and
    numberings met while loading (``check_pack`` gives them too, with everything else); ``overridden`` are
    the base duties that its own duties replace.
    """

    pack: Pack
    whole: Pack
    path: Path
    places: Mapping[outline.KeyPath, Place] = field(repr=False)
    problems: tuple[Problem, ...] = ()
    overridden: tuple[Duty, ...] = ()
    bases: "tuple[LoadedPack, ...]" = field(default=(), repr=False)
    tree: Block = field(default_factory=lambda: Block(Place()), repr=False)

    def place_of(self, path: outline.KeyPath, *, key: bool = False) -> Place:
        """Give where ``path`` (or the key that ends it) is written, or the nearest place above it."""
        return key_place(self.tree, path) if key else find(self.tree, path).place


def load_pack(path: Path, *, library: Sequence[Path] = ()) -> LoadedPack:
    """Read the pack at ``path``, a folder or one file, with the packs it builds on.

    These are looked up beside it and in ``library`` (folders of packs, or packs). Raises ``ProblemsError`` with
    every problem at once if any file cannot be read as a pack.
    """
    return _load(path, tuple(library), ())


def build_pack(document: Document, path: Path) -> tuple[Pack | None, list[Problem]]:
    """Validate a document; give the pack, or None and everything that is wrong."""
    problems = list(document.problems)
    blamed = {(one.place.file, one.place.line, one.place.cell) for one in problems}
    pack: Pack | None = None
    try:
        pack = Pack.model_validate(plain(document.root), by_alias=True, by_name=False)
    except ValidationError as error:
        problems += [
            one
            for one in diagnose(error, document.root, holes=document.holes)
            if (one.place.file, one.place.line, one.place.cell) not in blamed
        ]
    in_order = sorted(problems, key=lambda one: (one.place.file, one.place.line, one.place.column, one.code))
    return (None if in_order else pack), in_order


def _load(path: Path, library: tuple[Path, ...], above: tuple[str, ...]) -> LoadedPack:
    document = read_pack(path)
    pack, problems = build_pack(document, path)
    if pack is None:
        raise ProblemsError(problems)
    return assemble(pack, document.root, path, library, above)


def assemble(
    pack: Pack, root: Block, path: Path, library: Sequence[Path] = (), above: tuple[str, ...] = ()
) -> LoadedPack:
    """Make a loaded pack of a valid one and the tree it was read from: find its bases and compose."""
    bases: list[LoadedPack] = []
    problems: list[Problem] = []
    for index, name in enumerate(pack.builds_on):
        place = find(root, ("基于", index)).place
        if name in (*above, pack.id):
            circle = " → ".join((*above, pack.id, name))
            problems.append(problem("P161", place, f"“{name}”绕成了圈：{circle}"))
            continue
        found = _find_base(name, path, library)
        if found is None:
            problems.append(problem("P160", place, f"找不到规则包“{name}”"))
            continue
        try:
            base = _load(found, tuple(library), (*above, pack.id))
        except ProblemsError as error:
            problems += [one for one in error.problems if one not in problems]
            continue
        if base.pack.id != name:
            problems.append(problem("P160", place, f"文件夹“{found.name}”里的规则包编号是“{base.pack.id}”"))
        bases.append(base)
    if problems:
        raise ProblemsError(problems)
    return join(pack, root, path, bases)


def join(pack: Pack, root: Block, path: Path, bases: Sequence[LoadedPack]) -> LoadedPack:
    """Make a loaded pack of a valid one, its tree and the loaded packs it builds on."""
    composed = compose(pack, tuple(base.whole for base in bases))
    clashes = [problem(clash.code, find(root, clash.path).place, clash.what) for clash in composed.clashes]
    if clashes:
        raise ProblemsError(clashes)
    survey = Survey(pack, composed.whole, root, composed.overridden)
    return LoadedPack(
        pack=pack,
        whole=composed.whole,
        path=path,
        places=MappingProxyType(_places(root)),
        problems=(*check_identity(survey), *check_references(survey)),
        overridden=composed.overridden,
        bases=tuple(bases),
        tree=root,
    )


def _places(root: Block) -> dict[outline.KeyPath, Place]:
    """Every path with its place; an only element of a list stands at position 0 as well."""
    found = dict(places(root))
    for path, _ in list(found.items()):
        if path and isinstance(path[-1], str) and not isinstance(find(root, path), SequenceTree):
            found.setdefault((*path, 0), found[path])
    return found


def _find_base(name: str, path: Path, library: Sequence[Path]) -> Path | None:
    """Look for the pack ``name`` beside ``path`` and in the library."""
    if not PACK_ID.match(name):
        return None
    beside = path.absolute().parent
    candidates = [beside / name, beside / f"{name}.yaml"]
    for shelf in library:
        candidates += [shelf / name, shelf / f"{name}.yaml"]
        if shelf.name in (name, f"{name}.yaml"):
            candidates.append(shelf)
    return next((one for one in candidates if one.exists()), None)
