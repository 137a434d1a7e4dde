"""What changes of an organisation do, each as a function of the organisation, the day and what was decided.

Actions and the daily job both come here; nothing here asks who decided.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bihuan_site.organisations.history import ONE_DAY, end, found, recount, restate, state_on, tell
from bihuan_site.organisations.identifiers import organisation_id
from bihuan_site.organisations.models import (
    Liaison,
    Organisation,
    Person,
    PlannedChange,
    PostHolding,
    StudyGroup,
    Term,
)
from bihuan_site.organisations.people.moving import move_people
from bihuan_site.organisations.placing import check_circle, check_code, check_place
from bihuan_site.organisations.scoping import in_force
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.problems import Refused

Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A kind of change: its word, the function that makes it, which of its arguments are organisations."""

    word: str
    make: Callable[[Organisation, date, Given], set[str]]
    refers: tuple[str, ...] = ()


def found_below(parent: Organisation | None, day: date, given: Given) -> Organisation:
    """Found an organisation under ``parent``; ``given`` has its code, name, tier, kind and so on."""
    tier = given["tier"]
    one = Organisation(id=organisation_id(tier), parent=parent)
    check_place(tier, parent, day)
    check_code(given["code"], one.id, day)
    found(one, day, {**given, "parent_id": parent.pk if parent else None})
    tell(one, "成立", day)
    return one


def rename(organisation: Organisation, day: date, given: Given) -> set[str]:
    """Give it another name; the id and everything recorded stay."""
    restate(organisation, day, name=given["name"])
    return {organisation.pk}


def describe(organisation: Organisation, day: date, given: Given) -> set[str]:
    """Change code, kind, labels and committee."""
    new = {name: given[name] for name in ("code", "kind", "has_committee", "committee_size") if name in given}
    if "labels" in given:
        new["labels"] = tuple(given["labels"])
    if "code" in new:
        check_code(new["code"], organisation.pk, day)
    restate(organisation, day, **new)
    return {organisation.pk}


def move(organisation: Organisation, day: date, given: Given) -> set[str]:
    """Put it, with everything below, under another superior."""
    parent = _there(given["parent"])
    here = state_on(organisation.pk, day)
    check_place(here.tier if here else organisation.tier, parent, day)
    check_circle(organisation.pk, parent, (day, business_day()))
    if here and here.parent_id == parent.pk:
        raise Refused(f"它已在{parent.name}下面。请另选上级。")
    restate(organisation, day, parent_id=parent.pk)
    tell(organisation, "隶属变更", day)
    return set(Organisation.objects.filter(path__startswith=organisation.path).values_list("pk", flat=True))


def suspend(organisation: Organisation, day: date, given: Given) -> set[str]:
    """Stop its activity; nothing is due until it resumes."""
    if _is_suspended(organisation, day):
        raise Refused("它已经停止活动，不用再办。")
    tell(organisation, "停止活动", day)
    _again(organisation, day)
    return {organisation.pk}


def resume(organisation: Organisation, day: date, given: Given) -> set[str]:
    """Let its activity begin again."""
    if not _is_suspended(organisation, day):
        raise Refused("它没有停止活动，不用恢复。")
    tell(organisation, "恢复活动", day)
    _again(organisation, day)
    return {organisation.pk}


def dissolve(organisation: Organisation, day: date, given: Given) -> set[str]:
    """End it; its members go to ``people_to``. Refused while organisations other than Party groups stand below it."""
    heir = _there(given["people_to"]) if given.get("people_to") else None
    _check_nothing_below(organisation)
    staying = Person.objects.filter(in_force(day), organisation=organisation)
    if heir is None and organisation.tier == "党支部" and staying.exists():
        raise Refused(f"还有 {staying.count()} 名党员在{organisation.name}。请选他们转到哪个支部。")
    if heir is not None:
        _check_heir(organisation, heir, day)
    for group in organisation.children.filter(tier="党小组", active=True):
        end(group, day)
        tell(group, "撤销", day)
    if heir is not None:
        move_people(staying, heir, day, keep_groups=False, leave=False)
    Person.objects.filter(group__parent=organisation, organisation=organisation).update(group=None)
    _finish(organisation, day)
    end(organisation, day)
    tell(organisation, "撤销", day, (heir.pk,) if heir else ())
    return {organisation.pk} | ({heir.pk} if heir else set())


def merge(organisation: Organisation, day: date, given: Given) -> set[str]:
    """Merge it into another of its tier: members and Party groups go over, posts and liaison end."""
    heir = _there(given["into"])
    _check_heir(organisation, heir, day)
    if heir.tier != organisation.tier:
        raise Refused(f"{organisation.tier}只能并入{organisation.tier}。请另选并入的组织。")
    for child in organisation.children.filter(active=True):
        restate(child, max(day, _founded(child)), parent_id=heir.pk)
        tell(child, "隶属变更", day)
    people = Person.objects.filter(in_force(day), organisation=organisation)
    before = state_on(organisation.pk, day)
    move_people(people, heir, day, keep_groups=True, leave=False, join=False)
    if before:
        recount(heir, day, before.full_members, before.probationary)
    _finish(organisation, day)
    end(organisation, day)
    tell(organisation, "合并", day, (heir.pk,))
    return {organisation.pk, heir.pk}


def split(organisation: Organisation, day: date, given: Given) -> set[str]:
    """Split new organisations off it, each with a name, a code and people who go there."""
    parts, made = given["parts"], list[Organisation]()
    if not parts:
        raise Refused("至少要分出一个组织。请填新组织的名称和代码。")
    here = state_on(organisation.pk, day)
    parent = organisation.parent if here is None or here.parent_id == organisation.parent_id else here.parent
    for part in parts:
        basis = {"tier": organisation.tier, "kind": organisation.kind, "labels": tuple(organisation.labels)}
        one = found_below(parent, day, {**basis, "code": part["code"], "name": part["name"]})
        going = Person.objects.filter(in_force(day), organisation=organisation, pk__in=part.get("people", []))
        move_people(going, one, day, keep_groups=False)
        made.append(one)
    organisation.refresh_from_db()
    tell(organisation, "分立", day, tuple(one.pk for one in made))
    return {organisation.pk, *(one.pk for one in made)}


def _there(pk: str) -> Organisation:
    one = Organisation.objects.filter(pk=pk).first()
    if one is None:
        raise Refused("选的组织已经不在。请另选。")
    return one


def _check_heir(organisation: Organisation, heir: Organisation, day: date) -> None:
    if heir.pk == organisation.pk or heir.path.startswith(organisation.path):
        raise Refused("不能并入它自己或它的下级。请另选。")
    if state_on(heir.pk, day) is None:
        raise Refused(f"{heir.name}在 {day:%Y-%m-%d} 还没有成立，或已经撤销。请另选。")


def _check_nothing_below(organisation: Organisation) -> None:
    below = organisation.children.filter(active=True).exclude(tier="党小组").count()
    if below:
        raise Refused(f"下面还有 {below} 个组织。请先把它们迁走、合并或撤销。")


def _is_suspended(organisation: Organisation, day: date) -> bool:
    stops = organisation.events.filter(event__in=("停止活动", "恢复活动"), day__lte=day)
    last = stops.order_by("-day", "-id").first()
    return bool(last and last.event == "停止活动")


def _again(organisation: Organisation, day: date) -> None:
    if state_on(organisation.pk, day) is None:
        raise Refused("这一天它不在。请换一个日期。")
    restate(organisation, day)


def _founded(organisation: Organisation) -> date:
    first = organisation.states.order_by("since").first()
    return first.since if first else business_day()


def _finish(organisation: Organisation, day: date) -> None:
    """End the posts, liaison, study groups and term of an organisation that ends on ``day``."""
    last = day - ONE_DAY
    for model in (PostHolding, Liaison, StudyGroup):
        model._default_manager.filter(in_force(day), organisation=organisation).update(until=last)
    Term.objects.filter(organisation=organisation, ended__isnull=True).update(ended=last)
    waiting = PlannedChange.objects.filter(organisation=organisation, applied__isnull=True, day__gte=day)
    waiting.update(cancelled=True)


CHANGES: Mapping[str, Change] = {
    "renamed": Change("更名", rename),
    "described": Change("改类别和标签", describe),
    "moved": Change("隶属变更", move, ("parent",)),
    "suspended": Change("停止活动", suspend),
    "resumed": Change("恢复活动", resume),
    "dissolved": Change("撤销", dissolve, ("people_to",)),
    "merged": Change("合并", merge, ("into",)),
    "split": Change("分立", split),
}
