"""Reads of activities."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet, Sum, TextField
from django.db.models.functions import Cast

from bihuan_site.documents.models import Upload
from bihuan_site.ledger.models import Activity
from bihuan_site.organisations.models import Organisation, Person, PostHolding
from bihuan_site.organisations.scoping import get_one, in_force, organisation_for, organisations_in, within
from bihuan_site.progress.activities.checking import FREE_DAYS, free_until, late_after, late_days
from bihuan_site.progress.activities.comparing_queries import copied_from, copied_ones, empty_ones, same_day_and_kind
from bihuan_site.progress.models import Attendance, Correction, Draft, Filling, Notice
from bihuan_site.scoring.models import Obligation
from bihuan_site.shared import burden
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.roles import Relation


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a record's history: as it stood, why it changed, what changed, who did it when."""

    activity: Activity
    what: str
    reason: str
    changed: tuple[str, ...]
    who: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Burden:
    """What filling in forms cost a branch this month, by the documented table."""

    times: int
    minutes: int
    ceiling: int
    month: int


@dataclass(frozen=True)
class Shown:
    """A record opened: with names only for the branch itself."""

    activity: Activity
    names: Mapping[str, str]
    attendance: tuple[Attendance, ...]
    files: tuple[Upload, ...]
    agenda: tuple[str, ...]
    history: tuple[Step, ...]
    duties: tuple[Obligation, ...]
    late: int
    is_late: bool
    free_until: date
    is_free: bool
    copied: Activity | None
    twins: tuple[Activity, ...]
    is_own: bool
    can_change: bool
    superiors: tuple[str, ...] = ()

    @property
    def chair(self) -> str:
        """Who chaired."""
        return self.names.get(self.activity.chair_id or "", "")

    @property
    def speakers(self) -> list[str]:
        """Who spoke."""
        return [self.names.get(one, one) for one in self.activity.speakers]

    @property
    def leaders(self) -> list[str]:
        """Which holders of posts took part."""
        shown = self.activity.leaders if self.is_own else self.superiors
        return [self.names.get(one, one) for one in shown]

    @property
    def observers(self) -> list[str]:
        """Who sat in."""
        return [self.names.get(one, one) for one in self.activity.observers]

    @property
    def absent(self) -> int:
        """How many were away without leave."""
        row = self.activity
        elsewhere: int = sum(number for _, number in row.others)
        return max(0, row.due - row.present - row.leave - elsewhere)


def listed(actor: Actor, filters: Mapping[str, str]) -> QuerySet[Activity]:
    """Give the standing records in scope, newest first, as the filters of the address leave them."""
    rows = within(actor, Activity.objects.filter(replaced=False)).select_related("organisation", "group")
    state = filters.get("state", "")
    rows = rows.filter(withdrawn=state == "已作废")
    if branch := filters.get("branch"):
        rows = rows.filter(organisation_id=branch)
    if (kind := filters.get("kind")) and len(kind) <= 40:
        rows = rows.annotate(kinds_text=Cast("kinds", TextField())).filter(_of_kind(kind))
    if span := month_of(filters.get("month", "")):
        rows = rows.filter(day__gte=span[0], day__lt=span[1])
    match state:
        case "补记":
            rows = rows.filter(received__gt=F("day") + timedelta(days=late_after()))
        case "补开":
            rows = rows.exclude(makes_up=None)
        case "已更正":
            rows = rows.exclude(corrects=None)
        case "空记录":
            rows = empty_ones(rows)
        case "雷同":
            rows = copied_ones(rows)
        case _:
            pass
    if words := filters.get("q", "").strip()[:40]:
        rows = rows.filter(Q(title__icontains=words) | Q(place__icontains=words))
    return rows.order_by("-day", "-id")


def _of_kind(kind: str) -> Q:
    """A kind inside the stored list, in quotes, so that 党课 does not find 微党课; databases write it two ways."""
    plain, escaped = (json.dumps(kind, ensure_ascii=ascii_only) for ascii_only in (False, True))
    return Q(kinds_text__contains=plain) | Q(kinds_text__contains=escaped)


def month_of(text: str) -> tuple[date, date] | None:
    """Read 2026-05 as its first day and the first day of the next month; None for anything else."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return first, (first + timedelta(days=32)).replace(day=1)


def opened(actor: Actor, activity: str) -> Shown:
    """Give one record of the actor's scope. Raises ``NotFound`` alike for a missing and for a foreign one."""
    row = get_one(within(actor, Activity.objects.select_related("organisation", "group", "chair")), pk=activity)
    is_own = actor.relation is Relation.OWN and row.organisation_id == actor.organisation
    attendance = tuple(Attendance.objects.filter(activity=row).select_related("person")) if is_own else ()
    named = {one for one in (row.chair_id, *row.speakers, *row.leaders, *row.observers) if one}
    days = late_days(row)
    history = tuple(_history(row))
    return Shown(
        activity=row,
        names=dict(Person.objects.filter(id__in=named).values_list("id", "name")),
        attendance=attendance,
        files=tuple(Upload.objects.filter(id__in=row.evidence.values("upload_id"))),
        agenda=tuple(row.agenda.values_list("text", flat=True)),
        history=history,
        duties=tuple(_duties(actor, row)),
        late=days,
        is_late=days > late_after(),
        free_until=free_until(row),
        is_free=business_day() <= free_until(row),
        copied=copied_from(row),
        twins=tuple(same_day_and_kind(row)),
        is_own=is_own,
        superiors=_superiors(row),
        can_change=is_own and not row.replaced and not row.withdrawn,
    )


def _superiors(row: Activity) -> tuple[str, ...]:
    """Of those named as taking part, the holders of posts above branches: no names of the branch go upward."""
    held = PostHolding.objects.filter(in_force(row.day), person_id__in=row.leaders)
    above = {*held.exclude(organisation__tier__in=("党支部", "党小组")).values_list("person_id", flat=True)}
    return tuple(one for one in row.leaders if one in above)


def _duties(actor: Actor, row: Activity) -> Iterator[Obligation]:
    named = [one for one in (row.chair_id, *row.speakers, *row.leaders, *row.observers) if one]
    rows = within(actor, Obligation.objects.all()) | Obligation.objects.filter(subject__in=named)
    near = rows.filter(start__lte=row.day, deadline__gte=row.day - timedelta(days=200)).select_related("organisation")
    for one in near.distinct():
        if row.pk in one.records:
            yield one


def _history(row: Activity) -> Iterator[Step]:
    """Walk to the oldest row and come back: every row of the chain, oldest first."""
    newest = row
    while following := Activity.objects.filter(corrects=newest.pk, organisation_id=row.organisation_id).first():
        newest = following
    chain = [newest]
    while chain[-1].corrects and len(chain) < 100:
        earlier = Activity.objects.filter(pk=chain[-1].corrects, organisation_id=row.organisation_id).first()
        if earlier is None:
            break
        chain.append(earlier)
    people = dict(Person.objects.filter(id__in={one.by for one in chain if one.by}).values_list("id", "name"))
    notes = {one.activity_id: one for one in Correction.objects.filter(activity__in=chain)}
    for one in reversed(chain):
        note = notes.get(one.pk)
        what = "作废" if one.withdrawn else "更正" if one.corrects else "记录"
        changed = tuple(note.changed) if note else ()
        yield Step(one, what, note.reason if note else "", changed, people.get(one.by, ""), one.pk == row.pk)


def recording_place(actor: Actor) -> Organisation:
    """Give the organisation whose records the actor writes."""
    return organisation_for(actor, actor.organisation)


def notice_for(actor: Actor, notice: int) -> Notice:
    """Give a notice of the actor's organisation that still awaits its record."""
    return get_one(within(actor, Notice.objects.filter(cancelled=None, activity=None)), pk=notice)


def drafts_of(actor: Actor) -> QuerySet[Draft]:
    """Give one's own drafts for the organisation one acts for, newest first."""
    return Draft.objects.filter(person_id=actor.person, organisation_id=actor.organisation)


def draft_of(actor: Actor, draft: int) -> Draft:
    """Give one of one's own drafts."""
    return get_one(drafts_of(actor), pk=draft)


def burden_of(organisation: str) -> Burden:
    """Give what forms cost an organisation in the month of the business day."""
    today = business_day()
    rows = Filling.objects.filter(organisation_id=organisation, day__gte=today.replace(day=1), day__lte=today)
    seconds = rows.aggregate(total=Sum("seconds"))["total"] or 0
    return Burden(rows.count(), -(-seconds // 60), burden.MONTHLY_MINUTES, today.month)


def branches_in(actor: Actor) -> QuerySet[Organisation]:
    """Give the branches whose records the actor may filter by."""
    return organisations_in(actor).filter(active=True).exclude(tier="党小组")


def twins_of(organisation: str, day: date, kinds: tuple[str, ...], group: str, but: str = "") -> list[Activity]:
    """Give standing records of the same day and kind: shown for a look, never refused."""
    probe = Activity(id=but or "-", organisation_id=organisation, day=day, kinds=kinds, group_id=group or None)
    return same_day_and_kind(probe)


__all__ = ["FREE_DAYS", "Burden", "Shown", "Step", "burden_of", "listed", "opened"]
