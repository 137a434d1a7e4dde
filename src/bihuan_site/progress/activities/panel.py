"""The live panel beside the form: what the activity would count for, and what becomes of the score."""

from dataclasses import dataclass, replace

from bihuan_site.ledger.rows import row_of
from bihuan_site.progress.activities.checking import first_item_rules, late_after, topics_asked
from bihuan_site.progress.activities.queries import twins_of
from bihuan_site.progress.activities.records import Record, activity_from
from bihuan_site.progress.activities.sheet import Sheet
from bihuan_site.progress.models import Presence
from bihuan_site.scoring.previewing import Preview, preview_of
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.wording import date_words

MOST_REFUSED = 4


@dataclass(frozen=True, slots=True)
class Panel:
    """What to show: a preview, or ``why_not`` one cannot be given; and what a person should look at."""

    preview: Preview | None
    why_not: str
    warnings: tuple[str, ...]
    first_item_rules: tuple[str, ...]
    shown: tuple[object, ...] = ()
    more: tuple[object, ...] = ()


def panel_of(sheet: Sheet) -> Panel:
    """Reckon the panel for what stands in the form; nothing is stored."""
    record = _sketch(sheet)
    rules = tuple(first_item_rules({*record.kinds}))
    if not record.kinds:
        return Panel(None, "选好活动类型，这里会列出计入哪几项、得分怎么变。", (), rules)
    if record.day > business_day():
        return Panel(None, f"{date_words(record.day)}还没到，开过再记。可以先发活动通知。", (), rules)
    activity = activity_from(sheet.where, record, list(sheet.choices.names), business_day(), id="hd-new")
    if sheet.corrects is not None:
        activity.corrects = sheet.corrects.pk
    found = preview_of(sheet.standing, row_of("activities", activity))
    counted = [hit for hit in found.hits if hit.kind != "refused"]
    passed = [hit for hit in found.hits if hit.kind == "refused"]
    shown = (*counted, *passed[:MOST_REFUSED])
    return Panel(found, "", tuple(_warnings(sheet, record)), rules, shown, tuple(passed[MOST_REFUSED:]))


def _sketch(sheet: Sheet) -> Record:
    """Make a record of a form that may be half filled: what is not there yet counts as not said."""
    form = sheet.form
    values = {name: form[name].value() for name in form.fields if name != "evidence"}
    minutes = str(values.get("minutes") or "")
    speakers = [values.get("speakers") or "", *(values.get("more_speakers") or ())]
    record = Record(
        kinds=tuple(str(one) for one in values.get("kinds") or () if one in sheet.choices.kinds),
        day=sheet.day,
        minutes=int(minutes) if minutes.isdecimal() and len(minutes) < 5 else 0,
        group=str(values.get("group") or ""),
        chair=str(values.get("chair") or ""),
        speakers=tuple(dict.fromkeys(str(one) for one in speakers if one)),
        topics=tuple(one for one in values.get("topics") or () if one in topics_asked({*(values.get("kinds") or ())})),
        first_item=bool(values.get("first_item")),
        makes_up=str(values.get("makes_up") or ""),
        attendance={name.removeprefix("att_"): state for name, _, state in sheet.names},
        guests={one: how for one, how in sheet.guests_chosen.items() if how},
    )
    known = {one.id for one in (*sheet.choices.names, *sheet.choices.guests)}
    return replace(
        record,
        chair=record.chair if record.chair in known else "",
        speakers=tuple(one for one in record.speakers if one in known),
        guests={one: how for one, how in record.guests.items() if one in known},
        group=record.group if record.group in {key for key, _ in sheet.choices.groups} else "",
    )


def _warnings(sheet: Sheet, record: Record) -> list[str]:
    found = []
    but = sheet.corrects.pk if sheet.corrects else ""
    for twin in twins_of(sheet.where.pk, record.day, record.kinds, record.group, but):
        found.append(f"{date_words(twin.day)}已记过一次{'、'.join(twin.kinds)}，请看看是不是同一次。")
    days = (business_day() - record.day).days
    if days > late_after():
        found.append(f"这是补记，晚了 {days} 天，记录上会注明。")
    absent = [label for _, label, state in sheet.names if state == Presence.ABSENT]
    if absent and len(absent) <= 3:
        found.append(f"{'、'.join(absent)}缺席且未报备。若已请假，请在名单中改为“报备”。")
    return found
