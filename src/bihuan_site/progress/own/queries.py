"""What a member sees of their own work, and nothing about others."""

from dataclasses import dataclass
from datetime import date, timedelta

from bihuan_site.ledger.models import Participation
from bihuan_site.organisations.models import Person
from bihuan_site.progress.activities.records import CHAIRS, SPEAKS
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
from bihuan_site.progress.notices.queries import coming_for, period_shown
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day

WEEK = 7
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Item:
    """One announced activity with one's own answer: 会参加, 待同意, 已同意, 不同意, or nothing."""

    notice: Notice
    answer: str
    speakers: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether an answer is still missing."""
        return self.answer in ("", LeaveState.REFUSED)

    @property
    def leave_words(self) -> str:
        """What became of one's request, in words."""
        return "报备待同意" if self.answer == LeaveState.ASKED else "报备已同意"


@dataclass(frozen=True, slots=True)
class Entry:
    """One activity one was due at: how it went, and whether one made up for it."""

    attendance: Attendance
    roles: tuple[str, ...]
    catch_up: CatchUp | None

    @property
    def can_catch_up(self) -> bool:
        """Whether making up for it may still be written down."""
        missed = self.attendance.state != Presence.PRESENT
        return missed and (self.catch_up is None or self.catch_up.state == CatchUpState.REFUSED)


@dataclass(frozen=True, slots=True)
class Half:
    """One's own figures of the period: shown to oneself, counted for nothing."""

    name: str
    due: int
    present: int
    caught_up: int
    led: int


@dataclass(frozen=True, slots=True)
class Tab:
    """A door at the foot of the phone."""

    title: str
    url: str
    icon: str
    current: bool
    count: int = 0


def items_of(actor: Actor, days: int = 60) -> list[Item]:
    """Give the activities to come that one is due at, with one's own answer."""
    notices = coming_for(actor, days)
    leaves = {one.notice_id: one.state for one in Leave.objects.filter(notice__in=notices, person_id=actor.person)}
    coming = {*Reply.objects.filter(notice__in=notices, person_id=actor.person).values_list("notice_id", flat=True)}
    here = {*CheckIn.objects.filter(notice__in=notices, person_id=actor.person).values_list("notice_id", flat=True)}
    speakers = {who for one in notices for who in one.speakers}
    names = dict(Person.objects.filter(id__in=speakers).values_list("id", "name"))
    found = []
    for one in notices:
        leave = leaves.get(one.pk, LeaveState.WITHDRAWN)
        answer = "已签到" if one.pk in here else "" if leave == LeaveState.WITHDRAWN else str(leave)
        answer = answer or ("会参加" if one.pk in coming else "")
        found.append(Item(one, answer, tuple(names.get(who, "") for who in one.speakers)))
    return found


def this_week(actor: Actor) -> list[Item]:
    """Give what is on from today to the same day next week."""
    return items_of(actor, WEEK)


def open_count(actor: Actor) -> int:
    """Count what still wants an answer this week."""
    return sum(item.is_open for item in this_week(actor))


def entries_of(actor: Actor, since: date | None = None) -> list[Entry]:
    """Give the activities one was due at, newest first."""
    rows = Attendance.objects.filter(
        person_id=actor.person, activity__replaced=False, activity__withdrawn=False
    ).select_related("activity")
    if since:
        rows = rows.filter(activity__day__gte=since)
    shown = [*rows.order_by("-activity__day", "-activity_id")[:SHOWN]]
    ids = [one.activity_id for one in shown]
    done = {one.activity_id: one for one in CatchUp.objects.filter(person_id=actor.person, activity_id__in=ids)}
    roles: dict[str, list[str]] = {}
    for activity, role in Participation.objects.filter(person_id=actor.person, activity_id__in=ids).values_list(
        "activity_id", "role"
    ):
        roles.setdefault(activity, []).append(role)
    return [Entry(one, tuple(roles.get(one.activity_id, ())), done.get(one.activity_id)) for one in shown]


def half_of(actor: Actor) -> Half:
    """Give one's own figures of the appraisal period of the business day."""
    since, _, name = period_shown()
    entries = entries_of(actor, since)
    return Half(
        name,
        len(entries),
        sum(one.attendance.state == Presence.PRESENT for one in entries),
        sum(one.catch_up is not None and one.catch_up.state == CatchUpState.CONFIRMED for one in entries),
        sum(bool({CHAIRS, SPEAKS} & {*one.roles}) for one in entries),
    )


def person_of(actor: Actor) -> Person:
    """Give one's own entry in the register."""
    return Person.objects.select_related("organisation", "group").get(pk=actor.person)


def tabs_of(actor: Actor, current: str) -> list[Tab]:
    """Give the doors at the foot of the phone."""
    return [
        Tab("待办", "/my/", "inbox", current == "todo", open_count(actor)),
        Tab("活动", "/my/activities/", "calendar", current == "activities"),
        Tab("我的", "/my/record/", "user", current == "record"),
    ]


def day_words(notice: Notice) -> str:
    """Say when as the label does: 今天 9:00, 明天 14:30, 6 月 25 日 9:00."""
    near = {0: "今天", 1: "明天", 2: "后天"}
    days = (notice.day - business_day()).days
    day = near.get(days, f"{notice.day.month} 月 {notice.day.day} 日")
    return f"{day} {notice.begins.hour}:{notice.begins.minute:02}"


def week_ends() -> date:
    """Give the last day of the week that is shown."""
    return business_day() + timedelta(days=WEEK)
