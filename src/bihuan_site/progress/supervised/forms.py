"""The forms of supervised tasks."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from bihuan_site.documents.forms import DocumentField
from bihuan_site.organisations.models import Organisation
from bihuan_site.progress.models import Source
from bihuan_site.progress.supervised.actions import Order
from bihuan_site.progress.supervised.queries import Group
from bihuan_site.shared import burden
from bihuan_site.shared.forms import ActForm, VersionedForm

ISSUE: Mapping[str, str] = {"title": "line", "text": "text", "source": "choice", "due": "day", "organisations": "names"}
ANSWER: Mapping[str, str] = {"text": "text", "file": "file"}
ISSUE_MINUTES = burden.minutes_of(burden.seconds_of(ISSUE))
ANSWER_SECONDS = burden.seconds_of(ANSWER)
ANSWER_MINUTES = burden.minutes_of(ANSWER_SECONDS)


def _day(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class OrderForm(ActForm):
    """A new order: what, why, until when, to whom."""

    title = forms.CharField(label="事项", max_length=120, error_messages={"required": "写一句督办什么事"})
    source = forms.ChoiceField(label="来源", choices=[(one, one) for one in Source.values])
    source_note = forms.CharField(
        label="来源说明", max_length=120, required=False, help_text="如哪次会议、哪份文件，方便对照原文。"
    )
    due = _day("办结期限", error_messages={"required": "选一个办结期限"})
    text = forms.CharField(
        label="要求",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写清办成什么样算办结。",
        error_messages={"required": "写清办成什么样算办结"},
    )
    groups = forms.MultipleChoiceField(label="整批选", required=False, widget=forms.CheckboxSelectMultiple)
    organisations = forms.MultipleChoiceField(label="逐个选", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, places: Sequence[Organisation], groups: Sequence[Group], **options: Any) -> None:
        super().__init__(*args, **options)
        self.members = {one.id: one.members for one in groups}
        given = {
            "groups": [(one.id, f"{one.name} {len(one.members)}") for one in groups],
            "organisations": [(one.pk, one.name) for one in places],
        }
        for name, choices in given.items():
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 both are
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Somebody must be chosen, one by one or together."""
        given = super().clean() or {}
        if not given.get("groups") and not given.get("organisations") and "organisations" not in self.errors:
            self.add_error("organisations", "选一个或几个党组织")
        return given

    def order(self) -> Order:
        """Give the order of a valid form."""
        given = self.cleaned_data
        chosen = [one for group in given["groups"] for one in self.members[group]] + given["organisations"]
        return Order(
            title=given["title"],
            text=given["text"],
            source=given["source"],
            source_note=given["source_note"],
            due=given["due"],
            organisations=tuple(dict.fromkeys(chosen)),
        )


class AnswerForm(VersionedForm):
    """What was done."""

    text = forms.CharField(
        label="办理结果",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写办了什么、结果怎样，不用写过程体会。",
        error_messages={"required": "写明办了什么、结果怎样"},
    )
    file = DocumentField(label="附件", required=False)


class WordsForm(VersionedForm):
    """A few words: why it goes back, is opened again or moved; and the new day where there is one."""

    text = forms.CharField(label="意见或原因", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    due = _day("新的期限", required=False)
