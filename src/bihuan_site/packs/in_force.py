"""The pack in force: thawed once a process and version, since frozen bytes never change."""

from functools import lru_cache

from bihuan import api
from bihuan_site.packs.models import PackVersion, Stage
from bihuan_site.shared.problems import Refused

NONE_IN_FORCE = "还没有启用规则包。请机关党委办公室在“规则包”里安装并启用一个版本。"


def version_in_force() -> PackVersion | None:
    """Give the version in force without its content, or None."""
    return PackVersion.objects.filter(active=True).defer("content").first()


def pack_in_force() -> api.Pack:
    """Give the pack in force. Raises :class:`Refused` if there is none."""
    version = version_in_force()
    if version is None:
        raise Refused(NONE_IN_FORCE)
    return published_pack(version.pk, version.meaning + version.wording)


def pack_if_any() -> api.Pack | None:
    """Give the pack in force, or None."""
    return pack_in_force() if version_in_force() else None


@lru_cache(maxsize=8)
def published_pack(version: int, fingerprint: str) -> api.Pack:
    """Give a published version's pack; ``fingerprint`` only tells versions of different databases apart."""
    found = PackVersion.objects.get(pk=version, stage=Stage.PUBLISHED)
    return api.thaw(bytes(found.content))
