"""Putting a pack from a folder into the database as a published version."""

from pathlib import Path

from django.utils import timezone

from bihuan import api
from bihuan_site.packs.models import PackVersion, Stage
from bihuan_site.shared.clock import business_day


def install(folder: Path, *, author: str = "") -> PackVersion:
    """Freeze the pack in ``folder`` and store it as published; a version that is there already is given as it is.

    Raises ``ProblemsError`` if the pack has errors.
    """
    loaded = api.load_pack(folder)
    there = PackVersion.objects.filter(pack=loaded.pack.id, version=loaded.pack.version).first()
    if there:
        return there
    content = api.freeze(loaded)
    prints = api.fingerprints(loaded.whole)
    return PackVersion.objects.create(
        pack=loaded.pack.id,
        version=loaded.pack.version,
        title=loaded.pack.pack,
        stage=Stage.PUBLISHED,
        content=content,
        meaning=prints.meaning,
        wording=prints.wording,
        author=author,
        published=timezone.now(),
    )


def put_in_force(version: PackVersion) -> None:
    """Make ``version`` the one in force from today on; standings are refreshed by the caller."""
    PackVersion.objects.filter(active=True).update(active=False)
    version.active, version.active_from = True, business_day()
    version.save(update_fields=["active", "active_from"])
