"""Acts with the slow work they need done first, outside any transaction: views call these."""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import IO

from bihuan import api
from bihuan_site.audit.acting import Done
from bihuan_site.packs import actions
from bihuan_site.packs.bundles import cases_of, loaded_from
from bihuan_site.packs.installing import frozen, frozen_folder
from bihuan_site.packs.models import PackVersion
from bihuan_site.packs.queries import version_for
from bihuan_site.packs.shelf import SHELF, shipped_named
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import NotFound, Refused


def install_shipped(*, actor: Actor, name: str, key: str = "") -> Done[PackVersion]:
    """Install a pack that came with the program. Raises ``NotFound`` for a name not on the shelf."""
    found = shipped_named(name)
    if found is None:
        raise NotFound("Shipped")
    return actions.keep_installed(actor=actor, found=frozen_folder(found.folder), key=key)


def take_workbook(*, actor: Actor, file: IO[bytes], key: str = "") -> Done[PackVersion]:
    """Take a workbook in as a draft; it is read by a process of its own.

    Raises ``ProblemsError`` with everything wrong, each at its sheet and cell, and :class:`Refused`.
    """
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "workbook.xlsx"
        file.seek(0)
        book.write_bytes(file.read())
        pack = api.read_workbook_apart(book)
    bases = [_base(name) for name in pack.builds_on]
    loaded = api.pack_from_plain(api.pack_as_plain(pack), [one for one in bases if one])
    return actions.keep_uploaded(actor=actor, loaded=loaded, key=key)


def publish(*, actor: Actor, version: int, revision: int, key: str = "") -> Done[PackVersion]:
    """Freeze an approved version after running every case. Raises :class:`Refused` with all that is wrong."""
    found = version_for(actor, version)
    source = bytes(found.source)
    actions.refuse_errors(source)
    wrong = [one for one in cases_of(source) if not one.is_right]
    if wrong:
        said = "；".join(f"“{one.case.case}”{'，'.join(one.differences)}" for one in wrong[:5])
        rest = "" if len(wrong) <= 5 else f"，另有 {len(wrong) - 5} 个"
        raise Refused(f"{len(wrong)} 个算例算得和写的不一样，不能发布：{said}{rest}。请改正规则，或者改正算例。")
    proven = replace(frozen(loaded_from(source)), source=source)
    return actions.keep_published(actor=actor, version=version, revision=revision, proven=proven, key=key)


def _base(name: str) -> api.LoadedPack | None:
    found = shipped_named(name)
    return api.load_pack(found.folder, library=[SHELF]) if found else None
