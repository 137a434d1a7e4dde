"""Where an organisation may stand: which tier under which, never under itself, no two with one code."""

from datetime import date

from django.db.models import Q

from bihuan_site.organisations.history import state_on
from bihuan_site.organisations.models import Organisation, OrganisationState
from bihuan_site.organisations.scoping import in_force
from bihuan_site.shared.problems import Refused

UNDER: dict[str, tuple[str, ...]] = {
    "机关工委": (),
    "党组": ("机关工委", "党组"),
    "机关党委": ("党组", "党委", "机关工委"),
    "党委": ("机关党委", "党委", "党组", "机关工委"),
    "党总支": ("机关党委", "党委", "机关工委"),
    "党支部": ("机关党委", "党委", "党总支", "机关工委", "党组"),
    "党小组": ("党支部",),
}
TOPS = ("机关工委", "党组", "机关党委", "党委")
"""Tiers that may stand at the top of the tree."""


def check_place(tier: str, parent: Organisation | None, day: date) -> None:
    """Raise :class:`Refused` unless an organisation of ``tier`` may stand under ``parent`` on ``day``."""
    if parent is None:
        if tier not in TOPS:
            raise Refused(f"{tier}要有上级组织。请选上级。")
        return
    state = state_on(parent.pk, day)
    if state is None:
        raise Refused(f"{parent.name}在 {day:%Y-%m-%d} 还没有成立，或已经撤销。请换上级或日期。")
    if state.tier not in UNDER[tier]:
        allowed = "、".join(UNDER[tier]) or "无"
        raise Refused(f"{tier}不能放在{state.tier}下面。可以放在：{allowed}。")


def check_circle(organisation: str, parent: Organisation, days: tuple[date, ...]) -> None:
    """Raise :class:`Refused` if ``parent`` stands under ``organisation`` on one of ``days``."""
    for day in days:
        parents = dict(OrganisationState.objects.filter(in_force(day)).values_list("organisation_id", "parent_id"))
        here: str | None = parent.pk
        seen: set[str] = set()
        while here and here not in seen:
            if here == organisation:
                raise Refused(f"{parent.name}是它自己或它的下级，不能作它的上级。请另选上级。")
            seen.add(here)
            here = parents.get(here)


def check_code(code: str, organisation: str, day: date) -> None:
    """Raise :class:`Refused` if another organisation in being from ``day`` on has the code."""
    later = Q(until__isnull=True) | Q(until__gte=day)
    other = OrganisationState.objects.filter(later, code=code).exclude(organisation_id=organisation).first()
    if other:
        raise Refused(f"代码 {code} 已由“{other.name}”使用。请换一个代码。")
