"""The forms of theory study."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from bihuan_site.organisations.models import Person
from bihuan_site.progress.activities.forms import NAMES, states_in
from bihuan_site.progress.activities.rolls_queries import Name
from bihuan_site.progress.models import StudySession
from bihuan_site.progress.study.actions import Arranged, Held
from bihuan_site.progress.study.queries import TopicShown, Unit
from bihuan_site.shared import burden
from bihuan_site.shared.forms import ActForm

TOPIC: Mapping[str, str] = {"text": "line", "source": "line", "month": "choice"}
SESSION: Mapping[str, str] = {"title": "line", "day": "day", "begins": "day", "place": "line", "topics": "choices"}
RECORD: Mapping[str, str] = {"minutes": "number", "chair": "person", "names": "names", "text": "text"}
TOPIC_MINUTES, SESSION_MINUTES, RECORD_MINUTES = (
    burden.minutes_of(burden.seconds_of(one)) for one in (TOPIC, SESSION, RECORD)
)


class TopicForm(ActForm):
    """A topic of the plan with its source."""

    text = forms.CharField(label="专题", max_length=120, error_messages={"required": "写专题"})
    source = forms.CharField(
        label="依据",
        max_length=200,
        help_text="哪份文件、哪次会议要求学，能对照原文。",
        error_messages={"required": "写明依据哪份文件"},
    )
    month = forms.TypedChoiceField(
        label="计划月份",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "未定"), *((str(one), f"{one} 月") for one in range(1, 13))],
    )


class SessionForm(ActForm):
    """A session to come: what, when, where, who sits in."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label="学什么", max_length=120, error_messages={"required": "写这次学什么"})
    day = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    begins = forms.TimeField(
        label="几点开始", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    place = forms.CharField(label="地点", max_length=120, required=False)
    topics = forms.MultipleChoiceField(label="计入专题", required=False, widget=forms.CheckboxSelectMultiple)
    observing = forms.MultipleChoiceField(label="列席旁听", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, topics: Sequence[TopicShown], units: Sequence[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        _choose(self.fields["topics"], [(str(one.topic.pk), one.topic.text) for one in topics])
        _choose(self.fields["observing"], [(one.id, f"{one.name} {one.times} 次") for one in units])
        for name in ("topics", "observing"):
            field = self.fields[name]
            if not getattr(field, "choices", ()):
                del self.fields[name]

    def arranged(self) -> Arranged:
        """Give the session of a valid form."""
        given = self.cleaned_data
        return Arranged(
            title=given["title"],
            day=given["day"],
            begins=given["begins"],
            place=given["place"],
            topics=tuple(int(one) for one in given.get("topics", ())),
            observing=tuple(given.get("observing", ())),
        )


class RecordForm(ActForm):
    """A session as it was held; names come as toggles beside it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    minutes = forms.IntegerField(label="时长（分钟）", min_value=1, max_value=1440)
    chair = forms.ChoiceField(label="主持人", error_messages={"required": "选主持人"})
    text = forms.CharField(
        label="学习研讨情况",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="谁领学、研讨了什么、定了什么，200 字以内为宜。",
    )
    observers = forms.MultipleChoiceField(label="列席旁听到会", required=False, widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(label="更正原因", max_length=200, required=False)

    def __init__(
        self, *args: Any, names: Sequence[Name], people: Sequence[Person], corrects: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        _choose(self.fields["chair"], [("", "请选择"), *((one.id, one.name) for one in names)])
        _choose(self.fields["observers"], [(one.pk, one.name) for one in people])
        if not people:
            del self.fields["observers"]
        if not corrects:
            del self.fields["reason"]

    def held(self) -> Held:
        """Give what was held, of a valid form."""
        given = self.cleaned_data
        return Held(
            minutes=given["minutes"],
            chair=given["chair"],
            text=given["text"],
            attendance=states_in(self.data, NAMES),
            observers=tuple(given.get("observers", ())),
        )


def initial_of(found: StudySession) -> dict[str, Any]:
    """Stand an arranged session in the form."""
    return {
        "version": found.version,
        "title": found.title,
        "day": found.day,
        "begins": found.begins,
        "place": found.place,
        "topics": [str(one.pk) for one in found.topics.all()],
        "observing": [*found.observing],
    }


def _choose(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 called for such fields only
    field.choices = choices
