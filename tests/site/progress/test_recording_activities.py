"""An activity is recorded once, corrected with its history, withdrawn with a reason, and counts at once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from bihuan_site.audit.models import AuditRow
from bihuan_site.ledger.models import Activity, Participation
from bihuan_site.organisations.models import OrganisationState, Person
from bihuan_site.progress.activities import queries
from bihuan_site.progress.activities.actions import correct_activity, record_activity, withdraw_activity
from bihuan_site.progress.models import AgendaItem, Attendance, Filling
from bihuan_site.scoring.models import Obligation, Standing
from bihuan_site.scoring.refreshing import refresh_all
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import NotAllowed, NotFound, Refused, Stale
from bihuan_site.shared.roles import Relation, Role
from tests.support.site_activities import a_record, everybody
from tests.support.site_agency import Agency

pytestmark = pytest.mark.usefixtures("pack")
Actors = Callable[..., Actor]


@pytest.fixture
def secretary(actor_of: Actors) -> Actor:
    return actor_of(Role.BRANCH_SECRETARY)


def record(actor: Actor, **given: Any) -> Activity:
    more = {name: given.pop(name) for name in ("key", "organisation") if name in given}
    done = record_activity(actor=actor, **{"organisation": "zb-001", **more}, record=a_record(**given))
    assert done.result is not None
    return done.result


def seeing(actor: Actor, relation: Relation = Relation.OWN) -> Actor:
    return actor.seeing({actor.role: relation})


def test_a_record_keeps_names_and_counts_heads(secretary: Actor) -> None:
    Person.objects.filter(pk="ry-017").update(category="离退休")
    made = record(
        secretary,
        attendance=everybody(ry_015="报备", ry_016="缺席", ry_017="缺席"),
        agenda=("学习讲话", "讨论难题"),
        first_item=True,
    )
    assert (made.due, made.present, made.leave, made.others) == (8, 5, 1, (("离退休", 1),))
    assert Attendance.objects.filter(activity=made).count() == 8
    assert [*AgendaItem.objects.values_list("number", "text")] == [(1, "学习讲话"), (2, "讨论难题")]
    assert Filling.objects.get().organisation_id == "zb-001"
    assert AuditRow.objects.get(act="progress.activity_recorded").on == f"activity:{made.pk}"


def test_holders_of_posts_who_are_there_are_named_as_leaders(secretary: Actor) -> None:
    made = record(secretary, attendance=everybody(ry_012="报备"), speakers=("ry-011",), guests={"ry-905": "列席"})
    assert "ry-011" in made.leaders and "ry-012" not in made.leaders and "ry-015" not in made.leaders
    assert made.observers == ("ry-905",)
    roles = {*Participation.objects.filter(activity=made).values_list("person_id", "role")}
    assert {("ry-011", "主持"), ("ry-011", "主讲"), ("ry-011", "出席"), ("ry-905", "列席")} <= roles


def test_a_record_counts_at_once(secretary: Actor) -> None:
    refresh_all()
    before = Standing.objects.get(organisation_id="zb-001").earned
    made = record(secretary)
    assert Standing.objects.get(organisation_id="zb-001").earned > before
    assert any(made.pk in one.records for one in Obligation.objects.filter(organisation_id="zb-001"))
    assert [one.title for one in queries.opened(seeing(secretary), made.pk).duties]


def test_a_key_used_twice_records_once(secretary: Actor) -> None:
    first = record_activity(actor=secretary, key="k", organisation="zb-001", record=a_record())
    again = record_activity(actor=secretary, key="k", organisation="zb-001", record=a_record())
    assert again.again and again.on == first.on and Activity.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"day": date(2026, 6, 19)}, "还没到"),
        ({"day": date(2023, 12, 31)}, "成立"),
        ({"kinds": ()}, "请选活动类型"),
        ({"kinds": ("茶话会",)}, "没有“茶话会”"),
        ({"kinds": ("党小组会",)}, "是哪个党小组"),
        ({"group": "xz-09"}, "没有党员|不在本支部"),
        ({"minutes": 0}, "分钟数"),
        ({"first_item": True}, "议程第一行"),
        ({"makes_up": "2026-01"}, "不能再补开"),
        ({"chair": "ry-021"}, "主持人"),
        ({"speakers": ("ry-021",)}, "主讲人"),
        ({"guests": {"ry-021": "列席"}}, "列席人员"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(secretary: Actor, given: dict[str, Any], words: str) -> None:
    given = {"attendance": everybody(), **given}
    with pytest.raises(Refused, match=words):
        record(secretary, **given)
    assert not Activity.objects.exists()


def test_nobody_there_and_nobody_answered_for_are_refused(secretary: Actor) -> None:
    with pytest.raises(Refused, match="没有人到会"):
        record(secretary, attendance=dict.fromkeys(everybody(), "缺席"))
    with pytest.raises(Refused, match="还没有点到"):
        record(secretary, attendance={"ry-011": "到会"})
    with pytest.raises(Refused, match="不在本支部"):
        record(secretary, attendance={**everybody(), "ry-021": "到会"})


def test_the_list_of_names_is_of_the_day_and_the_group(secretary: Actor) -> None:
    made = record(secretary, kinds=("党小组会",), group="xz-01", chair="")
    assert made.due == 4 and made.group_id == "xz-01"


def test_another_branch_is_as_good_as_missing(secretary: Actor) -> None:
    with pytest.raises(NotFound):
        record(secretary, organisation="zb-002")


@pytest.mark.parametrize("role", [Role.MEMBER, Role.OFFICE, Role.COMMITTEE_MEMBER, Role.SYSTEM_ADMIN])
def test_only_the_branch_writes_its_records(actor_of: Actors, agency: Agency, role: Role) -> None:
    with pytest.raises(NotAllowed):
        record(actor_of(role))


def test_a_correction_is_a_new_row_and_the_old_one_stays(secretary: Actor) -> None:
    old = record(secretary)
    new = correct_activity(actor=secretary, activity=old.pk, record=a_record(minutes=120)).result
    assert new is not None and new.corrects == old.pk
    old.refresh_from_db()
    assert old.replaced
    steps = queries.opened(seeing(secretary), new.pk).history
    assert [step.what for step in steps] == ["记录", "更正"]
    assert steps[1].changed == ("时长由“90”改为“120”",) and steps[1].who == "林青"
    assert [one.pk for one in queries.listed(seeing(secretary), {})] == [new.pk]


def test_after_seven_days_a_correction_needs_a_reason(secretary: Actor, settings: Any) -> None:
    old = record(secretary)
    settings.DEMO_DAY = date(2026, 6, 26)
    with pytest.raises(Refused, match="已过 7 天"):
        correct_activity(actor=secretary, activity=old.pk, record=a_record(minutes=120))
    done = correct_activity(actor=secretary, activity=old.pk, record=a_record(minutes=120), reason="时长写错")
    assert done.result is not None
    assert queries.opened(seeing(secretary), done.result.pk).history[-1].reason == "时长写错"


def test_two_corrections_of_one_row_do_not_both_go_through(secretary: Actor) -> None:
    old = record(secretary)
    correct_activity(actor=secretary, activity=old.pk, record=a_record(minutes=100))
    with pytest.raises(Stale):
        correct_activity(actor=secretary, activity=old.pk, record=a_record(minutes=110))


def test_what_is_withdrawn_counts_no_more_and_can_still_be_seen(secretary: Actor) -> None:
    old = record(secretary)
    earned = Standing.objects.get(organisation_id="zb-001").earned
    with pytest.raises(Refused, match="为什么"):
        withdraw_activity(actor=secretary, activity=old.pk, reason=" ")
    gone = withdraw_activity(actor=secretary, activity=old.pk, reason="记到别的支部了").result
    assert gone is not None and Standing.objects.get(organisation_id="zb-001").earned < earned
    assert not queries.listed(seeing(secretary), {}).exists()
    assert [one.pk for one in queries.listed(seeing(secretary), {"state": "已作废"})] == [gone.pk]
    with pytest.raises(Refused, match="已作废"):
        correct_activity(actor=secretary, activity=gone.pk, record=a_record())


def test_an_entry_long_after_is_shown_as_late(secretary: Actor) -> None:
    made = record(secretary, day=date(2026, 5, 10))
    shown = queries.opened(seeing(secretary), made.pk)
    assert shown.is_late and shown.late == 39
    assert [one.pk for one in queries.listed(seeing(secretary), {"state": "补记"})] == [made.pk]
    record(secretary, day=date(2026, 6, 1))
    assert queries.listed(seeing(secretary), {"state": "补记"}).count() == 1


def test_making_up_is_dated_when_it_was_held(secretary: Actor) -> None:
    from bihuan_site.scoring.previewing import make_ups_of, standing_today

    offered = {one.key for one in make_ups_of(standing_today("zb-001"), ("主题党日",))}
    assert offered == {"2026-05"}
    made = record(secretary, makes_up="2026-05")
    assert made.day == date(2026, 6, 18) and made.makes_up == "2026-05"
    assert "2026-05" not in {one.key for one in make_ups_of(standing_today("zb-001"), ("主题党日",))}


def test_the_filters_narrow_by_kind_and_month(secretary: Actor) -> None:
    record(secretary)
    record(secretary, kinds=("党课", "集中学习"), day=date(2026, 5, 20), speakers=("ry-011",))
    actor = seeing(secretary)
    assert queries.listed(actor, {"kind": "党课"}).count() == 1
    assert queries.listed(actor, {"kind": "课"}).count() == 0
    assert queries.listed(actor, {"month": "2026-06"}).count() == 1
    assert queries.listed(actor, {"month": "nonsense"}).count() == 2
    assert queries.listed(actor, {"q": "走访"}).count() == 2


def test_superiors_see_counts_and_no_names(secretary: Actor, actor_of: Actors) -> None:
    made = record(secretary, attendance=everybody(ry_015="报备"))
    shown = queries.opened(seeing(actor_of(Role.OFFICE), Relation.BELOW), made.pk)
    assert shown.activity.leave == 1 and shown.attendance == () and not shown.can_change
    assert queries.opened(seeing(secretary), made.pk).attendance


def test_another_branch_sees_nothing_of_it(secretary: Actor, actor_of: Actors, agency: Agency) -> None:
    made = record(secretary)
    stranger = seeing(actor_of(agency.secretary_of("zb-002"), Role.BRANCH_SECRETARY))
    assert not queries.listed(stranger, {}).exists()
    with pytest.raises(NotFound):
        queries.opened(stranger, made.pk)


def test_the_same_text_and_the_same_day_are_put_before_a_person(secretary: Actor) -> None:
    first = record(secretary, day=date(2026, 5, 18))
    second = record(secretary)
    third = record(secretary)
    shown = queries.opened(seeing(secretary), third.pk)
    assert shown.copied is not None and shown.copied.pk in {first.pk, second.pk}
    assert [one.pk for one in shown.twins] == [second.pk]


def test_records_that_say_nothing_are_found(secretary: Actor) -> None:
    empty = record(secretary, title="", text="")
    record(secretary, day=date(2026, 6, 10))
    assert [one.pk for one in queries.listed(seeing(secretary), {"state": "空记录"})] == [empty.pk]


def test_a_leader_who_takes_part_elsewhere_has_it_counted(actor_of: Actors, agency: Agency) -> None:
    """方正平, 党组书记, is a member of zb-006 and takes part there (双重组织生活)."""
    from bihuan_site.progress.leading.queries import duties_of

    host = actor_of(agency.secretary_of("zb-006"), Role.BRANCH_SECRETARY)
    record(
        host,
        organisation="zb-006",
        attendance=everybody("zb-006"),
        chair=agency.secretary_of("zb-006"),
        kinds=("党员大会",),
    )
    refresh_all()
    leader = actor_of(Role.LEADING_SECRETARY)
    places = [place for one in duties_of(leader) for place in one.places]
    assert "6 月 18 日 办公室党支部" in places


def test_the_founding_day_is_the_first_state(agency: Agency) -> None:
    from bihuan_site.progress.activities.rolls_queries import founded_on

    assert founded_on("zb-001") == OrganisationState.objects.get(organisation_id="zb-001").since
