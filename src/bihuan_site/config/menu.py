"""The side menu: the loop with its four stages, holding only doors that the actor's role may take."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from bihuan_site.shared.actor import Actor
from bihuan_site.shared.roles import Role
from bihuan_site.shared.routes import may, rights_by_name


@dataclass(frozen=True, slots=True)
class Entry:
    """A door in the menu. ``only`` names the roles whose menu shows it, None those with the right to it."""

    title: str
    route: str
    icon: str = ""
    only: frozenset[Role] | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A stage of the loop."""

    numeral: str
    title: str
    entries: tuple[Entry, ...]


BRANCH = frozenset({Role.BRANCH_SECRETARY, Role.BRANCH_MEMBER})
ABOVE = frozenset(Role) - BRANCH - {Role.MEMBER}
TOP = (
    Entry("工作台", "overview:home", "layout-dashboard"),
    Entry("待办", "inbox:items", "inbox"),
)
STAGES = (
    Group(
        "一",
        "领导责任",
        (
            Entry("我的责任", "responsibility:my_duties", only=BRANCH),
            Entry("责任清单", "responsibility:duties"),
            Entry("任务分解", "responsibility:decomposition", only=ABOVE),
            Entry("清单签认", "responsibility:signing"),
            Entry("豁免", "responsibility:exemptions"),
            Entry("计划", "responsibility:programmes", only=ABOVE),
            Entry("包联督导", "organisations:liaison"),
            Entry("规则包", "packs:versions"),
        ),
    ),
    Group(
        "二",
        "工作推进",
        (
            Entry("活动记录", "progress:activities"),
            Entry("活动通知", "progress:notices"),
            Entry("本支部任务", "responsibility:tasks", only=BRANCH),
            Entry("任务台账", "responsibility:tasks"),
            Entry("报送", "progress:submissions"),
            Entry("督办", "progress:supervised"),
            Entry("列席点评", "progress:visits"),
            Entry("中心组学习", "progress:study"),
        ),
    ),
    Group("三", "考核评价", (Entry("支部得分", "appraisal:scores"),)),
)
BOTTOM = (
    Entry("组织和人员", "organisations:tree", "sitemap"),
    Entry("账号", "accounts:accounts", "users"),
    Entry("审计", "audit:trail", "shield-check"),
    Entry("运行", "jobs:running", "activity"),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give every page its menu and the numbers in it; before anybody is logged in, a frame without doors."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return {"menu": [], "tabs": [], "may_search": True}
    name = request.resolver_match.view_name if request.resolver_match else ""
    menu = [*_lines(TOP, actor, name)]
    for group in STAGES:
        entries = [*_lines(group.entries, actor, name)]
        if entries:
            menu.append({"numeral": group.numeral, "title": group.title, "items": entries})
    menu += [line | {"tail": True} for line in _lines(BOTTOM, actor, name)]
    return {"menu": menu, "actor": actor, "may_search": may(actor.role, "overview:search", "GET", rights_by_name())}


def _lines(entries: tuple[Entry, ...], actor: Actor, current: str) -> Iterator[dict[str, Any]]:
    table = rights_by_name()
    taken: set[str] = set()
    for entry in entries:
        rights = table.get(entry.route)
        if rights is None or actor.role not in rights.read or entry.route in taken:
            continue
        if entry.only is not None and actor.role not in entry.only:
            continue
        try:
            url = reverse(entry.route)
        except NoReverseMatch:
            continue
        taken.add(entry.route)
        yield {
            "title": entry.title,
            "url": url,
            "icon": entry.icon,
            "count": _count(entry, actor),
            "current": current == entry.route,
            "items": [],
        }


def _count(entry: Entry, actor: Actor) -> int:
    if entry.route != "inbox:items":
        return 0
    from bihuan_site.inbox.queries import open_count

    return open_count(actor)
