"""Putting a pack into the database: from a folder as a published version, from a workbook as a draft."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils import timezone

from bihuan import api
from bihuan_site.packs.bundles import bundle_of
from bihuan_site.packs.models import PackVersion, Stage
from bihuan_site.shared.clock import business_day


@dataclass(frozen=True, slots=True)
class Frozen:
    """A pack ready to be stored: who it is, what is kept of it, its published bytes and their fingerprints."""

    pack: str
    version: str
    title: str
    source: bytes
    content: bytes
    meaning: str
    wording: str


def frozen(loaded: api.LoadedPack) -> Frozen:
    """Freeze a pack; takes a while, so call it before the act. Raises ``ProblemsError`` if it has errors."""
    prints = api.fingerprints(loaded.whole)
    own = loaded.pack
    return Frozen(own.id, own.version, own.pack, bundle_of(loaded), api.freeze(loaded), prints.meaning, prints.wording)


@lru_cache(maxsize=4)
def frozen_folder(folder: Path) -> Frozen:
    """Freeze the pack in a folder that does not change while the program runs."""
    return frozen(api.load_pack(folder))


def store(found: Frozen, *, author: str = "") -> PackVersion:
    """Store a frozen pack as published; a version that is there already is given as it is."""
    there = PackVersion.objects.filter(pack=found.pack, version=found.version).first()
    return there or PackVersion.objects.create(
        pack=found.pack,
        version=found.version,
        title=found.title,
        stage=Stage.PUBLISHED,
        source=found.source,
        content=found.content,
        meaning=found.meaning,
        wording=found.wording,
        author=author,
        published=timezone.now(),
    )


def install(folder: Path, *, author: str = "") -> PackVersion:
    """Freeze the pack in ``folder`` and store it as published; a version that is there already is given as it is.

    Raises ``ProblemsError`` if the pack has errors.
    """
    return store(frozen_folder(folder), author=author)


def put_in_force(version: PackVersion) -> None:
    """Make ``version`` the one in force from today on; standings are refreshed by the caller."""
    PackVersion.objects.filter(active=True).update(active=False)
    version.active, version.active_from = True, business_day()
    version.save(update_fields=["active", "active_from"])
