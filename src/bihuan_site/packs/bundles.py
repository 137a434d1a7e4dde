"""What a draft is kept as: the pack's own words as bare data and those of the packs it builds on, in one JSON text."""

import copy
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from bihuan import api

OWN, BASES = "规则包", "基于"

Tree = dict[str, Any]
"""A pack as bare data under its Chinese keys."""


def bundle_of(loaded: api.LoadedPack) -> bytes:
    """Give the text a loaded pack is kept as."""
    return _written(_as_data(loaded))


def tree_of(bundle: bytes) -> Tree:
    """Give the pack's own words, to be changed freely."""
    tree: Tree = json.loads(bundle)[OWN]
    return tree


def with_tree(bundle: bytes, tree: Tree) -> bytes:
    """Give the bundle with other words of its own, on the same packs."""
    return _written(json.loads(bundle) | {OWN: tree})


def loaded_from(bundle: bytes) -> api.LoadedPack:
    """Build the pack. Raises ``ProblemsError`` with every value that cannot be read."""
    return _loaded(bytes(bundle))


def digest_of(bundle: bytes) -> str:
    """Give a short sum of the text, to tell whether it is still the same."""
    return hashlib.sha256(bundle).hexdigest()


@lru_cache(maxsize=16)
def problems_of(bundle: bytes) -> tuple[api.Problem, ...]:
    """Give everything ``check_pack`` says of the draft; what cannot even be read is all there is to say then."""
    try:
        return tuple(api.check_pack(_loaded(bundle)))
    except api.ProblemsError as error:
        return tuple(error.problems)


@lru_cache(maxsize=8)
def cases_of(bundle: bytes) -> tuple[api.CaseResult, ...]:
    """Run every case of the draft."""
    return api.run_cases(_loaded(bundle))


@lru_cache(maxsize=16)
def _loaded(bundle: bytes) -> api.LoadedPack:
    return _from_data(json.loads(bundle))


def _as_data(loaded: api.LoadedPack) -> dict[str, Any]:
    return {OWN: api.pack_as_plain(loaded.pack), BASES: [_as_data(base) for base in loaded.bases]}


def _from_data(data: Mapping[str, Any]) -> api.LoadedPack:
    bases: Sequence[Mapping[str, Any]] = data[BASES]
    return api.pack_from_plain(data[OWN], [_from_data(base) for base in bases])


def _written(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def copy_of(tree: Tree) -> Tree:
    """Give a tree of its own, so that a change that comes to nothing leaves no trace."""
    return copy.deepcopy(tree)
