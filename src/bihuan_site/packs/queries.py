"""Reading versions: the list, one of them, its history. Drafts are seen by those who write or review them."""

from django.db.models import QuerySet

from bihuan import api
from bihuan_site.organisations.models import Person
from bihuan_site.organisations.scoping import get_one
from bihuan_site.packs.bundles import loaded_from
from bihuan_site.packs.in_force import published_pack
from bihuan_site.packs.models import PackVersion, Stage
from bihuan_site.packs.rights import EVERY_WORKER, REVIEWERS
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import Refused

NO_SOURCE = "这个版本没有保存编写底稿，不能起草、导出或比较算例。请重新安装这个规则包。"


def versions(actor: Actor) -> QuerySet[PackVersion]:
    """Give the versions the actor may see, without their content, newest first."""
    rows = PackVersion.objects.select_related("based_on").defer("content", "source")
    if actor.role in REVIEWERS:
        return rows
    return rows.filter(stage=Stage.PUBLISHED) if actor.role in EVERY_WORKER else rows.none()


def version_for(actor: Actor, version: int) -> PackVersion:
    """Give one version with what is kept of it. Raises ``NotFound`` alike for a missing and a hidden one."""
    return get_one(versions(actor).defer(None), pk=version)


def in_force(actor: Actor) -> PackVersion | None:
    """Give the version in force, None before there is one."""
    return versions(actor).filter(active=True).first()


def history(actor: Actor, version: PackVersion) -> QuerySet[PackVersion]:
    """Give every version of the same pack that the actor may see."""
    return versions(actor).filter(pack=version.pack)


def others(actor: Actor, version: PackVersion) -> QuerySet[PackVersion]:
    """Give what a version may be compared with: its own pack's versions first."""
    return versions(actor).exclude(pk=version.pk).order_by("title", "-created")


def pack_of(version: PackVersion) -> api.Pack:
    """Give the whole pack of a version. Raises ``ProblemsError`` for a draft that cannot be read."""
    if version.stage == Stage.PUBLISHED:
        return published_pack(version.pk, version.meaning + version.wording)
    return loaded_from(bytes(version.source)).whole


def loaded_of(version: PackVersion) -> api.LoadedPack:
    """Give what a version is written in. Raises :class:`Refused` where that was not kept."""
    if not version.source:
        raise Refused(NO_SOURCE)
    return loaded_from(bytes(version.source))


def names(*people: str) -> dict[str, str]:
    """Name people by id."""
    return dict(Person.objects.filter(id__in=[one for one in people if one]).values_list("id", "name"))


def installed(actor: Actor) -> dict[str, set[str]]:
    """Tell which versions of which pack are here already."""
    found: dict[str, set[str]] = {}
    for pack, version in versions(actor).values_list("pack", "version"):
        found.setdefault(pack, set()).add(version)
    return found


def is_taken(pack: str, number: str) -> bool:
    """Whether a pack has a version of that number, a hidden one too: numbers are not used twice."""
    return PackVersion.objects.filter(pack=pack, version=number).exists()
