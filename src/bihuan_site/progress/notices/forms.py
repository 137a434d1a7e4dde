"""The form of a coming activity, of a request for leave, and of catching up."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from bihuan_site.progress.activities.rolls_queries import Name
from bihuan_site.progress.models import LeaveReason, Notice
from bihuan_site.progress.notices.actions import Coming
from bihuan_site.shared.forms import ActForm

FIELDS: Mapping[str, str] = {
    "kinds": "choices",
    "title": "line",
    "day": "day",
    "begins": "day",
    "minutes": "number",
    "place": "line",
    "chair": "person",
}
"""What a person fills in, by kind of field; see ``shared.burden``."""


class NoticeForm(ActForm):
    """A coming activity."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kinds = forms.MultipleChoiceField(
        label="活动类型", widget=forms.CheckboxSelectMultiple, error_messages={"required": "选一种或几种"}
    )
    title = forms.CharField(label="主题", max_length=120)
    day = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    begins = forms.TimeField(label="几点开始", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label="大约多久（分钟）", min_value=1, max_value=1440)
    place = forms.CharField(label="地点", max_length=120, required=False)
    group = forms.ChoiceField(label="党小组", required=False)
    chair = forms.ChoiceField(label="主持人", required=False)
    speaker = forms.ChoiceField(label="领学、主讲人", required=False)
    agenda = forms.CharField(
        label="议程", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text="一行一项。"
    )
    materials = forms.CharField(
        label="提前看什么", required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[str],
        names: Sequence[Name],
        groups: Sequence[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        people = [("", "未定"), *((one.id, one.shown) for one in names)]
        given = {"kinds": [(one, one) for one in kinds], "group": [("", "全支部"), *groups]}
        given |= {"chair": people, "speaker": people}
        for name, choices in given.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 each of these four is
            field.choices = choices
        if not groups:
            del self.fields["group"]

    def coming(self) -> Coming:
        """Give what is announced, of a valid form."""
        given = self.cleaned_data
        return Coming(
            kinds=tuple(given["kinds"]),
            title=given["title"],
            day=given["day"],
            begins=given["begins"],
            minutes=given["minutes"],
            place=given["place"],
            group=given.get("group", ""),
            chair=given["chair"],
            speakers=(given["speaker"],) if given["speaker"] else (),
            agenda=tuple(line.strip()[:120] for line in given["agenda"].splitlines() if line.strip()),
            materials=given["materials"],
        )


def initial_of(notice: Notice) -> dict[str, Any]:
    """Stand a notice in the form."""
    return {
        "version": notice.version,
        "kinds": [*notice.kinds],
        "title": notice.title,
        "day": notice.day,
        "begins": notice.begins,
        "minutes": notice.minutes,
        "place": notice.place,
        "group": notice.group_id or "",
        "chair": notice.chair_id or "",
        "speaker": notice.speakers[0] if notice.speakers else "",
        "agenda": "\n".join(notice.agenda),
        "materials": notice.materials,
    }


REASONS = tuple((word, word) for word in LeaveReason.values)


class LeaveForm(ActForm):
    """Why one cannot come: a kind, and a few words if wanted."""

    reason = forms.ChoiceField(label="原因", choices=REASONS, widget=forms.RadioSelect)
    text = forms.CharField(
        label="补充一句", max_length=60, required=False, help_text="不写病情和家事，书记看得懂就行。"
    )


class CatchUpForm(ActForm):
    """When and what one made up for."""

    day = forms.DateField(label="哪天补学的", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    text = forms.CharField(label="学了什么", max_length=200, required=False, help_text="一句话即可，不要求心得体会。")
