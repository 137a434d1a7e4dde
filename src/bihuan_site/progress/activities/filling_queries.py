"""What stands in the form before anybody writes: from the notice, the check-in, a draft or the record to correct."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bihuan import api
from bihuan_site.ledger.models import Activity
from bihuan_site.organisations.models import Organisation
from bihuan_site.packs.in_force import pack_in_force
from bihuan_site.progress.activities.checking import topics_asked
from bihuan_site.progress.activities.forms import GUESTS, NAMES, Choices
from bihuan_site.progress.activities.records import ATTENDS, SITS_IN
from bihuan_site.progress.activities.rolls_queries import due_on, groups_of, guests_of
from bihuan_site.progress.models import Attendance, CheckIn, Draft, Leave, LeaveState, Notice, Presence
from bihuan_site.scoring.previewing import kinds_looked_for, make_ups_of, standing_today
from bihuan_site.shared.wording import date_words

COMMON = ("主题党日", "党员大会", "支委会", "党小组会", "党课", "集中学习")
"""The kinds that stand first, where the pack has them."""

Content = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Filled:
    """Values by field, and for those not written by hand, where they come from."""

    content: dict[str, list[str]] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    usual: str = Presence.PRESENT


def choices_for(
    standing: api.BranchStanding, where: Organisation, day: date, kinds: Sequence[str], group: str = ""
) -> Choices:
    """Give what can be chosen for a branch on a day."""
    return Choices(
        kinds=kinds_in(standing, kinds),
        names=due_on(where.pk, day, group),
        guests=guests_of(where, day),
        groups=[(one.pk, one.name) for one in groups_of(where.pk, day)],
        topics=topics_asked({*kinds}),
        make_ups=[
            (one.key, f"补开 {one.label} {one.title}，{date_words(one.until)}前")
            for one in make_ups_of(standing, kinds)
        ],
    )


def kinds_of(where: Organisation, chosen: Sequence[str] = ()) -> list[str]:
    """Give the kinds of activity to offer: those rules ask of this organisation, the commonest first."""
    return kinds_in(standing_today(where.pk), chosen)


def kinds_in(standing: api.BranchStanding, chosen: Sequence[str] = ()) -> list[str]:
    """The same, for an organisation already looked at."""
    wanted = kinds_looked_for(standing)
    offered = [
        one.kind
        for one in pack_in_force().record_kinds
        if str(one.kept_in) == "活动" and (one.kind in wanted or one.kind in chosen)
    ]
    offered.sort(key=lambda kind: COMMON.index(kind) if kind in COMMON else len(COMMON))
    return offered


def from_notice(notice: Notice) -> Filled:
    """Take over what was announced, who asked leave, and who checked in."""
    values = {
        "kinds": [*notice.kinds],
        "title": [notice.title],
        "day": [f"{notice.day}"],
        "begins": [f"{notice.begins:%H:%M}"],
        "minutes": [f"{notice.minutes}"],
        "place": [notice.place],
        "group": [notice.group_id or ""],
        "chair": [notice.chair_id or ""],
        "speakers": [*notice.speakers[:1]],
        "more_speakers": [*notice.speakers[1:]],
        "topics": [*notice.topics],
        "agenda": ["\n".join(notice.agenda)],
    }
    content = {name: given for name, given in values.items() if any(given)}
    sources = dict.fromkeys(content, "来自通知")
    here = {*CheckIn.objects.filter(notice=notice).values_list("person_id", flat=True)}
    away = Leave.objects.filter(notice=notice, state__in=(LeaveState.ASKED, LeaveState.AGREED))
    for person in away.values_list("person_id", flat=True):
        content[NAMES + person] = [Presence.LEAVE]
    for person in here:
        content[NAMES + person] = [Presence.PRESENT]
    if here:
        sources["names"] = "来自签到和报备"
    elif away:
        sources["names"] = "来自报备"
    return Filled(content, sources, Presence.ABSENT if here else Presence.PRESENT)


def from_draft(draft: Draft) -> Filled:
    """Take up what was begun."""
    return Filled({name: [*given] for name, given in draft.content.items()})


def from_activity(activity: Activity) -> Filled:
    """Stand a record in the form, to be corrected."""
    content = {
        "kinds": [*activity.kinds],
        "title": [activity.title],
        "day": [f"{activity.day}"],
        "begins": [f"{activity.begins:%H:%M}" if activity.begins else ""],
        "minutes": [f"{activity.minutes}"],
        "place": [activity.place],
        "group": [activity.group_id or ""],
        "chair": [activity.chair_id or ""],
        "speakers": [*activity.speakers[:1]],
        "more_speakers": [*activity.speakers[1:]],
        "topics": [*activity.topics],
        "agenda": ["\n".join(activity.agenda.values_list("text", flat=True))],
        "first_item": ["on"] if activity.first_item else [],
        "text": [activity.text],
        "makes_up": [activity.makes_up or ""],
    }
    rows = [*Attendance.objects.filter(activity=activity).values_list("person_id", "state")]
    content |= {NAMES + person: [state] for person, state in rows}
    content |= {GUESTS + one: [SITS_IN] for one in activity.observers}
    members = {name.removeprefix(NAMES) for name in content if name.startswith(NAMES)}
    content |= {GUESTS + one: [ATTENDS] for one in activity.leaders if one not in members}
    heads = f"原记录只有人数：应到 {activity.due}，实到 {activity.present}，报备 {activity.leave}，请按实际点名。"
    return Filled(content, {} if rows else {"names_note": heads})


def initial_of(filled: Filled, many: Sequence[str]) -> dict[str, object]:
    """Give the form's initial values; ``many`` are the fields that hold lists."""
    return {
        name: list(given) if name in many else (given[0] if given else "") for name, given in filled.content.items()
    }
