"""What differs between two rows of one record, and what a person should look at: the same text twice, nothing in it."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length

from bihuan_site.ledger.models import Activity

LABELS = {
    "kinds": "活动类型",
    "day": "日期",
    "begins": "时间",
    "minutes": "时长",
    "title": "主题",
    "place": "地点",
    "group_id": "党小组",
    "chair_id": "主持人",
    "speakers": "主讲人",
    "due": "应到",
    "present": "实到",
    "leave": "报备",
    "others": "其他未到",
    "leaders": "出席领导",
    "observers": "列席",
    "topics": "主题词",
    "first_item": "第一议题",
    "makes_up": "补开",
    "text": "内容",
}
WITHOUT_VALUES = ("group_id", "chair_id", "speakers", "leaders", "observers", "text", "others")
SHORT = 20


def changes_between(old: Activity, new: Activity) -> list[str]:
    """Say in words what changed; names of people and long texts are only named, not repeated."""
    found = []
    for name, label in LABELS.items():
        before, after = getattr(old, name), getattr(new, name)
        if before == after:
            continue
        if name in WITHOUT_VALUES:
            found.append(label)
        else:
            found.append(f"{label}由“{_word(before)}”改为“{_word(after)}”")
    return found


def _word(value: Any) -> str:
    if value in (None, "", ()):
        return "空"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(str(one) for one in value)
    return f"{value:%H:%M}" if hasattr(value, "hour") else str(value)


def copied_from(activity: Activity) -> Activity | None:
    """Give an earlier record of the same organisation with the very same text, if it is long enough to tell."""
    text = activity.text.strip()
    if len(text) < SHORT:
        return None
    earlier = Activity.objects.filter(organisation_id=activity.organisation_id, text=activity.text, withdrawn=False)
    return earlier.filter(Q(day__lt=activity.day) | Q(day=activity.day, id__lt=activity.pk), replaced=False).first()


def copied_ones(rows: QuerySet[Activity]) -> QuerySet[Activity]:
    """Keep the records whose text stands word for word in an earlier one of the same organisation."""
    earlier = Activity.objects.filter(
        organisation_id=OuterRef("organisation_id"), text=OuterRef("text"), replaced=False, withdrawn=False
    ).filter(Q(day__lt=OuterRef("day")) | Q(day=OuterRef("day"), id__lt=OuterRef("pk")))
    return rows.annotate(length=Length("text")).filter(Exists(earlier), length__gte=SHORT)


def same_day_and_kind(activity: Activity) -> list[Activity]:
    """Give other records of the same day that share a kind and a group: perhaps the same thing twice."""
    rows = Activity.objects.filter(
        organisation_id=activity.organisation_id, day=activity.day, group_id=activity.group_id
    )
    rows = rows.filter(replaced=False, withdrawn=False).exclude(pk=activity.pk)
    return [one for one in rows if {*one.kinds} & {*activity.kinds}]


def empty_ones(rows: QuerySet[Activity]) -> QuerySet[Activity]:
    """Keep the records that say nothing: no text, no title, no topics."""
    return rows.filter(text="", title="", topics=[])
