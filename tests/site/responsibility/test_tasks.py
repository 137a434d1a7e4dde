"""Dated obligations: filters, the calendar, days planned inside the window, scope."""

from collections.abc import Callable
from datetime import date

import pytest

from bihuan_site.audit.models import AuditRow
from bihuan_site.responsibility.duties.catalogue import catalogue
from bihuan_site.responsibility.models import PlannedDate
from bihuan_site.responsibility.tasks.actions import plan_date, take_plan_back
from bihuan_site.responsibility.tasks.queries import Filter, calendar, plan_history, sums, task, tasks, windows
from bihuan_site.responsibility.tasks.spans import spans
from bihuan_site.scoring.models import Obligation
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import NotAllowed, NotFound, Refused, Stale
from bihuan_site.shared.roles import Relation, Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]

ActorOf = Callable[..., Actor]
BELOW = dict.fromkeys(Role, Relation.BELOW)
OWN = dict.fromkeys(Role, Relation.OWN)
LECTURE = "duty.branch_secretary.lecture"


@pytest.fixture
def office(actor_of: ActorOf) -> Actor:
    return actor_of(Role.OFFICE).seeing(BELOW)


@pytest.fixture
def secretary(actor_of: ActorOf) -> Actor:
    return actor_of(Role.BRANCH_SECRETARY).seeing(OWN)


def test_the_five_states_part_all_obligations(office: Actor) -> None:
    year = catalogue().year
    every = tasks(office, year, Filter())
    parts = [tasks(office, year, Filter(state=one)).count() for one in ("逾期", "临期", "未到期", "已办", "补办")]
    assert sum(parts) == every.count() == sums(every).total


def test_a_unit_shows_everything_below_it(office: Actor) -> None:
    rows = tasks(office, catalogue().year, Filter(unit="dw-01"))
    assert {row.organisation_id for row in rows} == {"zb-007", "zb-008"}
    assert tasks(office, catalogue().year, Filter(unit="dz-01")).count() == 0


def test_a_branch_does_not_see_another(secretary: Actor) -> None:
    year = catalogue().year
    assert {row.organisation_id for row in tasks(secretary, year, Filter())} == {"zb-001"}
    assert tasks(secretary, year, Filter(unit="zb-002")).count() == 0
    foreign = Obligation.objects.filter(organisation_id="zb-002").first()
    assert foreign is not None
    with pytest.raises(NotFound):
        task(secretary, year, foreign.pk)


@pytest.mark.parametrize("view", ["year", "quarter", "month"])
def test_every_cell_of_the_calendar_is_the_length_of_the_list_it_opens(office: Actor, view: str) -> None:
    year = catalogue().year
    columns = spans(year, view, date(2026, 6, 18))
    rows = calendar(office, year, columns)
    assert sum(row.total for row in rows.values()) == tasks(office, year, Filter()).count()
    row = rows[LECTURE]
    for cell in row.cells:
        assert cell.total == tasks(office, year, Filter(duty=LECTURE, month=cell.span.key)).count()
        assert cell.total == cell.done + cell.overdue + cell.open


def test_a_week_is_a_column_too(office: Actor) -> None:
    year = catalogue().year
    columns = spans(year, "week", date(2026, 6, 18))
    assert len(columns) == 13 and columns[3].holds(date(2026, 6, 18))
    row = calendar(office, year, columns, ["duty.branch_secretary.weekly_study"])["duty.branch_secretary.weekly_study"]
    for cell in row.cells:
        asked = Filter(duty=row.duty, month=cell.span.key)
        assert cell.total == tasks(office, year, asked).count() == 8


def test_a_planned_day_moves_the_task_and_leaves_the_deadline(office: Actor) -> None:
    year = catalogue().year
    plan_date(actor=office, duty=LECTURE, window="下半年", day=date(2026, 9, 15), reason="与培训班错开")
    september = tasks(office, year, Filter(duty=LECTURE, month="2026-09"))
    assert september.count() == 8
    assert {row.deadline for row in september} == {date(2026, 12, 31)}
    assert tasks(office, year, Filter(duty=LECTURE, month="2026-12")).count() == 0


def test_a_branch_plans_for_itself_and_goes_before_the_plan_for_all(office: Actor, secretary: Actor) -> None:
    year = catalogue().year
    plan_date(actor=office, duty=LECTURE, window="下半年", day=date(2026, 9, 15), reason="与培训班错开")
    plan_date(actor=secretary, duty=LECTURE, window="下半年", day=date(2026, 10, 20), reason="书记九月外出学习")
    assert tasks(secretary, year, Filter(duty=LECTURE, month="2026-10")).count() == 1
    assert tasks(office, year, Filter(duty=LECTURE, month="2026-09")).count() == 7
    assert [one.organisation_id for one in plan_history(secretary, year, LECTURE)] == ["zb-001", None]


def test_a_day_outside_the_window_is_refused(office: Actor) -> None:
    for day in (date(2026, 6, 30), date(2027, 1, 1)):
        with pytest.raises(Refused, match="规则定的截止日不会因计划改变"):
            plan_date(actor=office, duty=LECTURE, window="下半年", day=day, reason="试")
    assert not PlannedDate.objects.exists()


def test_a_day_gone_by_and_a_window_done_are_refused(office: Actor) -> None:
    with pytest.raises(Refused, match="不能早于今天"):
        plan_date(actor=office, duty=LECTURE, window="上半年", day=date(2026, 6, 1), reason="试")
    with pytest.raises(Refused, match="没有可以改期的任务"):
        plan_date(actor=office, duty="duty.branch.theme_day", window="1月", day=date(2026, 1, 9), reason="试")


def test_a_plan_made_meanwhile_is_noticed(office: Actor) -> None:
    first = plan_date(actor=office, duty=LECTURE, window="下半年", day=date(2026, 9, 15), reason="一")
    with pytest.raises(Stale):
        plan_date(actor=office, duty=LECTURE, window="下半年", day=date(2026, 9, 16), reason="二")
    assert first.result is not None
    plan_date(actor=office, duty=LECTURE, window="下半年", day=date(2026, 9, 16), reason="二", seen=first.result.pk)
    assert PlannedDate.objects.filter(current=True).count() == 1
    assert PlannedDate.objects.count() == 2


def test_taking_a_plan_back_shows_the_deadline_again(office: Actor) -> None:
    first = plan_date(actor=office, duty=LECTURE, window="下半年", day=date(2026, 9, 15), reason="一").result
    assert first is not None
    take_plan_back(actor=office, duty=LECTURE, window="下半年", reason="不改了", seen=first.pk)
    year = catalogue().year
    assert tasks(office, year, Filter(duty=LECTURE, month="2026-12")).count() == 8
    assert all(one["plan"] is None for one in windows(office, year, LECTURE))
    with pytest.raises(Refused):
        take_plan_back(actor=office, duty=LECTURE, window="下半年", reason="不改了")


def test_the_same_form_sent_twice_plans_once(office: Actor) -> None:
    how = {"duty": LECTURE, "window": "下半年", "day": date(2026, 9, 15), "reason": "一"}
    plan_date(actor=office, key="k1", **how)
    assert plan_date(actor=office, key="k1", **how).again
    assert AuditRow.objects.filter(act="responsibility.date_planned").count() == 1


def test_a_foreign_branch_and_a_missing_one_look_alike(office: Actor, secretary: Actor, actor_of: ActorOf) -> None:
    for organisation in ("zb-002", "zb-999"):
        with pytest.raises(NotFound):
            plan_date(
                actor=secretary,
                duty=LECTURE,
                window="下半年",
                day=date(2026, 9, 15),
                reason="试",
                organisation=organisation,
            )
    with pytest.raises(NotAllowed):
        plan_date(
            actor=actor_of(Role.COMMITTEE_SECRETARY), duty=LECTURE, window="下半年", day=date(2026, 9, 1), reason=""
        )
