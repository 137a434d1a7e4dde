"""The form of one activity, and how what was posted becomes a record."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from bihuan_site.documents.forms import DocumentField
from bihuan_site.progress.activities.records import Record
from bihuan_site.progress.activities.rolls_queries import Name
from bihuan_site.progress.models import Presence
from bihuan_site.shared.forms import ActForm

NAMES, GUESTS = "att_", "guest_"
NOT_THERE = ""

FIELDS: Mapping[str, str] = {
    "kinds": "choices",
    "title": "line",
    "day": "day",
    "begins": "day",
    "minutes": "number",
    "place": "line",
    "chair": "person",
    "speakers": "person",
    "names": "names",
    "text": "text",
}
"""What a person fills in every time, by kind of field; see ``shared.burden``."""


class ActivityForm(ActForm):
    """One activity. Choices depend on the branch and the day, so they are handed in."""

    kinds = forms.MultipleChoiceField(
        label="活动类型", widget=forms.CheckboxSelectMultiple, error_messages={"required": "选一种或几种"}
    )
    title = forms.CharField(label="主题", max_length=120, required=False)
    day = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    begins = forms.TimeField(
        label="几点开始", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(
        label="时长（分钟）", min_value=1, max_value=1440, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    place = forms.CharField(label="地点", max_length=120, required=False)
    group = forms.ChoiceField(label="党小组", required=False)
    chair = forms.ChoiceField(label="主持人", required=False)
    speakers = forms.ChoiceField(label="主讲人", required=False)
    more_speakers = forms.MultipleChoiceField(label="还有主讲人", required=False, widget=forms.CheckboxSelectMultiple)
    topics = forms.MultipleChoiceField(label="议题", required=False, widget=forms.CheckboxSelectMultiple)
    agenda = forms.CharField(
        label="议程",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一行一项。设第一议题的，第一行写学习内容，并勾上下面一格。",
    )
    first_item = forms.BooleanField(label="第一项是第一议题", required=False)
    text = forms.CharField(
        label="做了什么、议定了什么",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写清事实即可，200 字以内为宜，不要求心得体会。",
    )
    makes_up = forms.ChoiceField(
        label="补开", required=False, help_text="补开是过了期才开，按实际日期记。按时开了、只是记得晚，不选这一项。"
    )
    evidence = DocumentField(label="佐证材料", required=False)

    def __init__(self, *args: Any, choices: "Choices", **options: Any) -> None:
        super().__init__(*args, **options)
        self.choices = choices
        for name, given in choices.by_field().items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 every name of by_field is a choice
            field.choices = given
        for name in ("group", "topics", "makes_up", "more_speakers"):
            if not choices.by_field()[name][1 if name in ("group", "makes_up") else 0 :]:
                del self.fields[name]

    def record(self) -> Record:
        """Give the record of a valid form; names come from :func:`attendance_in`."""
        given = self.cleaned_data
        speakers = [given.get("speakers", ""), *given.get("more_speakers", ())]
        return Record(
            kinds=tuple(given["kinds"]),
            day=given["day"],
            title=given["title"].strip(),
            begins=given["begins"],
            minutes=given["minutes"],
            place=given["place"].strip(),
            group=given.get("group", ""),
            chair=given["chair"],
            speakers=tuple(dict.fromkeys(one for one in speakers if one)),
            topics=tuple(given.get("topics", ())),
            agenda=tuple(line.strip()[:120] for line in given["agenda"].splitlines() if line.strip()),
            first_item=given["first_item"],
            text=given["text"].strip(),
            makes_up=given.get("makes_up", ""),
            attendance=states_in(self.data, NAMES),
            guests={who: how for who, how in states_in(self.data, GUESTS).items() if how},
        )


class Choices:
    """What may be chosen for a branch on a day."""

    def __init__(
        self,
        kinds: Sequence[str],
        names: Sequence[Name],
        guests: Sequence[Name],
        groups: Sequence[tuple[str, str]],
        topics: Sequence[str],
        make_ups: Sequence[tuple[str, str]],
    ) -> None:
        self.kinds, self.names, self.guests = kinds, names, guests
        self.groups, self.topics, self.make_ups = groups, topics, make_ups

    def by_field(self) -> dict[str, list[tuple[str, str]]]:
        """Give the choices of every field that has some."""
        people = [(one.id, f"{one.name}（{one.note}）" if one.note else one.name) for one in self.names]
        above = [(one.id, f"{one.name}（{one.note}）") for one in self.guests]
        return {
            "kinds": [(one, one) for one in self.kinds],
            "group": [("", "全支部"), *self.groups],
            "chair": [("", "未写"), *people, *above],
            "speakers": [("", "无"), *people, *above],
            "more_speakers": [*people],
            "topics": [(one, one) for one in self.topics],
            "makes_up": [("", "不是补开"), *self.make_ups],
        }


class ReasonForm(ActForm):
    """One line of why."""

    reason = forms.CharField(label="原因", max_length=200, required=False)


def states_in(data: QueryDict | Mapping[str, Any], prefix: str) -> dict[str, str]:
    """Give what was chosen for each person, by id."""
    return {name.removeprefix(prefix): str(data[name]) for name in data if name.startswith(prefix)}


def attendance_shown(
    names: Sequence[Name], chosen: Mapping[str, str], usual: str = Presence.PRESENT
) -> list[tuple[str, str, str]]:
    """Give (field name, label, value) of everybody on the list, as the name toggles want them."""
    return [
        (
            NAMES + one.id,
            one.name if one.category == "在职" else f"{one.name}（{one.category}）",
            chosen.get(one.id, usual),
        )
        for one in names
    ]
