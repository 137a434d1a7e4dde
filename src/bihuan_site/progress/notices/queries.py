"""Reads about coming activities, leave, catching up and coverage."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from bihuan_site.ledger.models import Activity
from bihuan_site.organisations.models import Membership, Person
from bihuan_site.organisations.scoping import get_one, in_force, within
from bihuan_site.packs.in_force import pack_in_force
from bihuan_site.packs.periods import period_name, period_on
from bihuan_site.progress.activities.rolls_queries import Name, due_on
from bihuan_site.progress.models import (
    Attendance,
    CatchUp,
    CatchUpState,
    CheckIn,
    Leave,
    LeaveState,
    Notice,
    Presence,
    Reply,
)
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day

STUDY = ("集中学习",)


@dataclass(frozen=True, slots=True)
class Answer:
    """One person and one notice: what they said and did so far."""

    name: Name
    word: str
    leave: Leave | None


@dataclass(frozen=True, slots=True)
class Covered:
    """One member over a period: how many times due, there, on leave, away, and made up for."""

    name: Name
    due: int
    present: int
    leave: int
    absent: int
    caught_up: int

    @property
    def open(self) -> int:
        """How many missed times have not been made up for."""
        return max(0, self.leave + self.absent - self.caught_up)


@dataclass(frozen=True, slots=True)
class Missed:
    """One time somebody missed and has not made up for."""

    person: str
    activity: Activity
    state: str
    catch_up: CatchUp | None


def listed(actor: Actor, state: str = "") -> QuerySet[Notice]:
    """Give the notices in scope: those to come first unless ``state`` asks for 已开过 or 已取消."""
    rows = within(actor, Notice.objects.select_related("organisation", "group", "chair"))
    rows = rows.annotate(
        asked=Count("leaves", filter=Q(leaves__state=LeaveState.ASKED), distinct=True),
        here=Count("check_ins", distinct=True),
    )
    if state == "已取消":
        return rows.exclude(cancelled=None)
    rows = rows.filter(cancelled=None)
    if state == "已记录":
        return rows.exclude(activity=None)
    return rows.filter(activity=None).order_by("day", "begins", "id")


def notice_for(actor: Actor, notice: int) -> Notice:
    """Give one notice of the actor's organisation."""
    return get_one(within(actor, Notice.objects.select_related("organisation", "group", "chair")), pk=notice)


def notice_for_member(actor: Actor, notice: int) -> Notice:
    """Give a notice that is for the actor as a person: of their branch, and of their group if it is a group's."""
    found = get_one(Notice.objects.select_related("organisation", "group", "chair"), pk=notice)
    mine = Notice.objects.filter(Q(pk=found.pk), _mine(actor.person, found.day))
    return get_one(mine.select_related("organisation", "group", "chair"))


def _mine(person: str, day: date) -> Q:
    """Notices for a person by the branches and groups they are in on ``day``."""
    places = [*Membership.objects.filter(in_force(day), person_id=person).values_list("organisation_id", "group_id")]
    if not places:
        places = [*Person.objects.filter(pk=person).values_list("organisation_id", "group_id")]
    branches = [branch for branch, _ in places]
    groups = [group for _, group in places if group]
    return Q(organisation_id__in=branches) & (Q(group=None) | Q(group_id__in=groups))


def coming_for(actor: Actor, days: int = 60) -> list[Notice]:
    """Give the announced activities a person may answer, the next one first."""
    today = business_day()
    rows = Notice.objects.filter(_mine(actor.person, today), cancelled=None, activity=None, day__gte=today)
    return [*rows.filter(day__lte=today + timedelta(days=days)).select_related("chair").order_by("day", "begins")]


def due_at(notice: Notice) -> list[Name]:
    """Give the members a notice is for."""
    return due_on(notice.organisation_id, notice.day, notice.group_id or "")


def answers_to(notice: Notice) -> list[Answer]:
    """Say of everybody what they answered: 已签到, 报备 in its state, 会参加, or nothing yet."""
    leaves = {one.person_id: one for one in Leave.objects.filter(notice=notice)}
    here = {*CheckIn.objects.filter(notice=notice).values_list("person_id", flat=True)}
    coming = {*Reply.objects.filter(notice=notice).values_list("person_id", flat=True)}
    return [Answer(one, _word(one.id, leaves, here, coming), leaves.get(one.id)) for one in due_at(notice)]


def _word(person: str, leaves: dict[str, Leave], here: set[str], coming: set[str]) -> str:
    leave = leaves.get(person)
    if person in here:
        return "已签到"
    if leave and leave.state != LeaveState.WITHDRAWN:
        return {LeaveState.ASKED: "报备待同意", LeaveState.AGREED: "已报备"}.get(LeaveState(leave.state), "不同意")
    return "会参加" if person in coming else "未答复"


def leaves_waiting(actor: Actor) -> QuerySet[Leave]:
    """Give the requests that await an answer, for activities not over."""
    rows = within(actor, Leave.objects.select_related("notice", "person"), "notice__organisation")
    return rows.filter(state=LeaveState.ASKED, notice__cancelled=None, notice__activity=None).order_by(
        "notice__day", "id"
    )


def catch_ups_waiting(actor: Actor) -> QuerySet[CatchUp]:
    """Give the catching-up that awaits confirmation."""
    rows = within(actor, CatchUp.objects.select_related("activity", "person"), "activity__organisation")
    return rows.filter(state=CatchUpState.ASKED).order_by("day", "id")


def period_shown() -> tuple[date, date, str]:
    """Give the appraisal period of the business day: first day, last day looked at, and its name."""
    period = period_on(pack_in_force(), business_day())
    return period.start, min(period.end, business_day()), period_name(period)


def coverage(actor: Actor, kinds: tuple[str, ...] = STUDY) -> list[Covered]:
    """Say of every member of the actor's own branch how the period's activities of ``kinds`` covered them."""
    since, until, _ = period_shown()
    people = due_on(actor.organisation, business_day())
    due: Counter[str] = Counter()
    states: Counter[tuple[str, str]] = Counter()
    for person, state in _attended(actor, since, until, kinds).values_list("person_id", "state"):
        due[person] += 1
        states[person, state] += 1
    caught = Counter(
        person
        for person, of in CatchUp.objects.filter(
            activity__organisation_id=actor.organisation,
            activity__day__gte=since,
            activity__day__lte=until,
            state=CatchUpState.CONFIRMED,
        )
        .select_related("activity")
        .values_list("person_id", "activity__kinds")
        if {*of} & {*kinds}
    )
    return [
        Covered(
            one,
            due[one.id],
            states[one.id, Presence.PRESENT],
            states[one.id, Presence.LEAVE],
            states[one.id, Presence.ABSENT],
            caught[one.id],
        )
        for one in people
    ]


def not_covered(actor: Actor, kinds: tuple[str, ...] = STUDY) -> list[Missed]:
    """List the times somebody of the actor's own branch missed and has not made up for (未学通报)."""
    since, until, _ = period_shown()
    rows = _attended(actor, since, until, kinds).exclude(state=Presence.PRESENT)
    done = {
        (one.activity_id, one.person_id): one for one in CatchUp.objects.filter(activity__in=rows.values("activity"))
    }
    return [*_open(rows.select_related("activity", "person").order_by("-activity__day", "person_id"), done)]


def _open(rows: QuerySet[Attendance], done: dict[tuple[str, str], CatchUp]) -> Iterator[Missed]:
    for one in rows:
        known = done.get((one.activity_id, one.person_id))
        if known is None or known.state != CatchUpState.CONFIRMED:
            yield Missed(one.person.name, one.activity, one.away, known)


def _attended(actor: Actor, since: date, until: date, kinds: tuple[str, ...]) -> QuerySet[Attendance]:
    own = Activity.objects.filter(organisation_id=actor.organisation, day__gte=since, day__lte=until)
    wanted = [
        pk for pk, of in own.filter(replaced=False, withdrawn=False).values_list("id", "kinds") if {*of} & {*kinds}
    ]
    return Attendance.objects.filter(activity_id__in=wanted)
