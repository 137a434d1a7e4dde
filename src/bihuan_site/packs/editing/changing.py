"""Trying a change on a draft: the pack it makes, the problems it brings, and which of them stop it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django import forms

from bihuan import api
from bihuan_site.packs.bundles import Tree, loaded_from, problems_of, with_tree

LATER = ("P501", "P502")
"""Missing or orphaned cases: written after the rule, and in any case before the draft is handed in."""


@dataclass(frozen=True, slots=True)
class Change:
    """A draft with a change. ``stopping`` problems stand inside the thing changed; ``elsewhere`` ones may wait."""

    source: bytes
    pack: api.Pack | None
    stopping: tuple[api.Problem, ...] = ()
    elsewhere: tuple[api.Problem, ...] = field(default=())


def changed(source: bytes, tree: Tree, *homes: str) -> Change:
    """Try ``tree`` in place of the draft's own words; ``homes`` are the paths of the thing that was changed."""
    written = with_tree(source, tree)
    try:
        loaded = loaded_from(written)
    except api.ProblemsError as error:
        return Change(written, None, tuple(error.problems))
    clean = with_tree(source, api.pack_as_plain(loaded.pack))
    known = {(one.code, one.place.path, one.what) for one in problems_of(source)}
    new = [one for one in problems_of(clean) if one.severity is api.Severity.ERROR]
    fresh = [one for one in new if (one.code, one.place.path, one.what) not in known]
    stopping = tuple(one for one in fresh if one.code not in LATER and _is_in(one.place.path, homes))
    return Change(clean, loaded.whole, stopping, tuple(one for one in fresh if one not in stopping))


def _is_in(path: str, homes: tuple[str, ...]) -> bool:
    return any(path == home or path.startswith(f"{home}/") for home in homes)


def show_problems(form: forms.Form, change: Change, fields: Mapping[str, str]) -> None:
    """Put each stopping problem at the field its path ends in (``fields``: end of a path to field), else on top."""
    for one in change.stopping:
        words = f"{one.what}。{one.todo}".replace("。。", "。")
        ends = [end for end in fields if one.place.path.endswith(f"/{end}")]
        name = fields[max(ends, key=len)] if ends else None
        form.add_error(name if name in form.fields else None, words)
