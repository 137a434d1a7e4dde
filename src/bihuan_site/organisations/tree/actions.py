"""Acts on the tree: founding and every change of an organisation, now, for a past day, or planned for a day to come."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bihuan_site.audit.acting import Act, Done, action
from bihuan_site.organisations.models import Organisation, PlannedChange
from bihuan_site.organisations.people.moving import empty_group
from bihuan_site.organisations.placing import check_place
from bihuan_site.organisations.scoping import get_one, organisation_for, organisations_in
from bihuan_site.organisations.tree.changes import CHANGES, found_below
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.locking import check_version
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.roles import BRANCH, OFFICE

EARLIEST = date(1921, 7, 1)


@action("organisations.founded", OFFICE)
def found_organisation(*, actor: Actor, parent: str, day: date, **given: Any) -> Done[Organisation]:
    """Found an organisation; a day to come only plans it by name, so the day is today or earlier."""
    above = organisation_for(actor, parent)
    _check_past(day)
    one = found_below(above, day, given)
    return Done(one, on=f"organisation:{one.pk}", organisations={one.pk}, details={"day": day.isoformat()})


def _act(name: str) -> Act[Organisation]:
    """Make the act for one kind of change."""

    @action(f"organisations.{name}", OFFICE)
    def change(*, actor: Actor, organisation: str, day: date, version: int, **given: Any) -> Done[Organisation]:
        where = get_one(organisations_in(actor).select_for_update(), pk=organisation)
        check_version(where, version)
        if not where.active:
            raise Refused("该组织已经撤销，不能再变动。")
        for field in CHANGES[name].refers:
            if given.get(field):
                organisation_for(actor, given[field])
        if day > business_day():
            return _plan(actor, where, name, day, given)
        _check_past(day)
        hit = CHANGES[name].make(where, day, given)
        details = {"day": day.isoformat(), "touched": len(hit)}
        return Done(where, on=f"organisation:{where.pk}", organisations=hit, details=details)

    return change


def _plan(actor: Actor, where: Organisation, name: str, day: date, given: Mapping[str, Any]) -> Done[Organisation]:
    if where.planned.filter(applied__isnull=True, cancelled=False, failed="", act=name, day=day).exists():
        raise Refused("这一天已经定了同样的变动。要改，先取消原来的。")
    if name == "moved":
        check_place(where.tier, Organisation.objects.get(pk=given["parent"]), day)
    PlannedChange.objects.create(organisation=where, act=name, day=day, given=dict(given), account=actor.account)
    where.save()
    details = {"day": day.isoformat(), "planned": name}
    return Done(where, on=f"organisation:{where.pk}", details=details)


def _check_past(day: date) -> None:
    if not EARLIEST <= day <= business_day():
        raise Refused("日期要在今天或以前。请改日期。")


rename_organisation = _act("renamed")
describe_organisation = _act("described")
move_organisation = _act("moved")
suspend_organisation = _act("suspended")
resume_organisation = _act("resumed")
dissolve_organisation = _act("dissolved")
merge_organisation = _act("merged")
split_organisation = _act("split")

ACTS: Mapping[str, Act[Organisation]] = {
    "renamed": rename_organisation,
    "described": describe_organisation,
    "moved": move_organisation,
    "suspended": suspend_organisation,
    "resumed": resume_organisation,
    "dissolved": dissolve_organisation,
    "merged": merge_organisation,
    "split": split_organisation,
}
"""The act of every kind of change, by its name in the address."""


@action("organisations.plan_cancelled", OFFICE)
def cancel_planned(*, actor: Actor, organisation: str, planned: int) -> Done[PlannedChange]:
    """Give up a change that is planned and not yet made."""
    where = organisation_for(actor, organisation)
    one = get_one(where.planned.filter(applied__isnull=True, cancelled=False), pk=planned)
    one.cancelled = True
    one.save()
    return Done(one, on=f"organisation:{where.pk}", details={"planned": one.act})


# --- Party groups, which a branch keeps itself ------------------------------------------------------------------------


@action("organisations.group_founded", {**OFFICE, **BRANCH})
def found_group(*, actor: Actor, organisation: str, name: str, day: date) -> Done[Organisation]:
    """Found a Party group of a branch."""
    branch = organisation_for(actor, organisation)
    _check_past(day)
    if branch.children.filter(name=name, active=True).exists():
        raise Refused(f"已有“{name}”。请换一个名称。")
    number = branch.children.filter(tier="党小组").count() + 1
    given = {"tier": "党小组", "name": name, "code": f"{branch.code}-{number}", "kind": branch.kind}
    one = found_below(branch, day, given)
    return Done(one, on=f"organisation:{one.pk}", organisations={branch.pk}, details={"day": day.isoformat()})


@action("organisations.group_renamed", {**OFFICE, **BRANCH})
def rename_group(*, actor: Actor, group: str, name: str, version: int) -> Done[Organisation]:
    """Give a Party group another name from today on."""
    one = _group(actor, group)
    check_version(one, version)
    CHANGES["renamed"].make(one, business_day(), {"name": name})
    return Done(one, on=f"organisation:{one.pk}", organisations={str(one.parent_id)})


@action("organisations.group_dissolved", {**OFFICE, **BRANCH})
def dissolve_group(*, actor: Actor, group: str, version: int) -> Done[Organisation]:
    """Dissolve a Party group from today on; its people stay in the branch without a group."""
    one = _group(actor, group)
    check_version(one, version)
    emptied = empty_group(one)
    CHANGES["dissolved"].make(one, business_day(), {})
    return Done(one, on=f"organisation:{one.pk}", organisations={str(one.parent_id)}, details={"people": emptied})


def _group(actor: Actor, group: str) -> Organisation:
    return get_one(organisations_in(actor).select_for_update(), pk=group, tier="党小组", active=True)
