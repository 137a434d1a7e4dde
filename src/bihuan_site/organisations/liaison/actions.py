"""Acts on liaison: charge a member with organisations, end it, let the secretary cover the members' own branches."""

from collections.abc import Sequence
from datetime import date

from bihuan_site.audit.acting import Done, action
from bihuan_site.organisations.history import ONE_DAY
from bihuan_site.organisations.identifiers import new_id
from bihuan_site.organisations.liaison.charges import committee_members, own_branches, secretary
from bihuan_site.organisations.models import Liaison, Organisation, StudyGroup
from bihuan_site.organisations.scoping import get_one, in_force, organisations_in, within
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.problems import NotFound, Refused
from bihuan_site.shared.roles import OFFICE

BRANCHES, STUDY = "党支部", "青年理论学习小组"


@action("organisations.liaison_assigned", OFFICE)
def assign_liaison(
    *,
    actor: Actor,
    person: str,
    since: date,
    branches: list[str],
    study_groups: Sequence[str] = (),
    replace: bool = True,
) -> Done[int]:
    """Charge a committee member with branches and study groups from ``since`` on; ``replace`` ends who had them."""
    who = get_one(committee_members(actor), pk=person)
    wanted = set(branches)
    found = organisations_in(actor).filter(pk__in=wanted, tier="党支部", active=True)
    groups = within(actor, StudyGroup.objects.filter(in_force(business_day()), pk__in=study_groups))
    if found.count() != len(wanted) or groups.count() != len(set(study_groups)):
        raise NotFound("branch")
    if not wanted and not study_groups:
        raise Refused("还没有选支部或学习小组。请至少选一个。")
    if who.organisation_id in wanted and who.pk != getattr(secretary(actor), "pk", ""):
        raise Refused(f"{who.name}的组织关系就在其中一个支部，不能包联自己所在支部。请由书记包联。")
    made = [_charge(who.pk, one, None, since, replace) for one in found]
    made += [_charge(who.pk, one.organisation, one, since, replace) for one in groups.select_related("organisation")]
    return Done(sum(made), on=f"person:{who.pk}", organisations=wanted, details={"number": sum(made)})


@action("organisations.liaison_ended", OFFICE)
def end_liaison(*, actor: Actor, liaisons: list[str], last_day: date) -> Done[int]:
    """End several charges at once, with ``last_day`` as the last day."""
    chosen = within(actor, Liaison.objects.filter(in_force(business_day()), pk__in=liaisons))
    if not liaisons:
        raise Refused("还没有选要结束的包联。请先勾选。")
    if chosen.count() != len(set(liaisons)):
        raise NotFound("liaison")
    if chosen.filter(since__gt=last_day).exists():
        raise Refused("有的包联在这一天还没有开始。请改日期。")
    touched = set(chosen.values_list("organisation_id", flat=True))
    number = Liaison.objects.filter(pk__in=liaisons).update(until=last_day)
    return Done(number, on="liaisons", organisations=touched, details={"number": number})


@action("organisations.liaison_by_secretary", OFFICE)
def secretary_covers_own_branches(*, actor: Actor, since: date) -> Done[int]:
    """Charge the secretary with the branches in which the other committee members themselves are."""
    who = secretary(actor)
    if who is None:
        raise Refused("机关党委现在没有书记。请先任命书记。")
    branches = Organisation.objects.filter(pk__in=own_branches(actor))
    number = sum(_charge(who.pk, one, None, since, replace=True) for one in branches)
    return Done(number, on=f"person:{who.pk}", organisations=own_branches(actor), details={"number": number})


def _charge(person: str, where: Organisation, group: StudyGroup | None, since: date, replace: bool) -> bool:
    """Store one charge unless it is there; give whether it was new."""
    kind = STUDY if group else BRANCHES
    running = Liaison.objects.filter(in_force(since), organisation=where, kind=kind, study_group=group)
    if running.filter(person_id=person).exists():
        return False
    if replace:
        running.filter(since=since).delete()
        running.update(until=since - ONE_DAY)
    Liaison.objects.create(
        id=new_id("bl"), person_id=person, organisation=where, kind=kind, study_group=group, since=since
    )
    return True
