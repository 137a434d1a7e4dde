"""Forms of programmes: the plan itself, and the duties under a heading."""

from typing import Any

from django import forms

from bihuan_site.responsibility.duties.catalogue import Catalogue
from bihuan_site.shared.burden import minutes_of, seconds_of
from bihuan_site.shared.forms import ActForm, VersionedForm

FIELDS = {"title": "line", "first_year": "number", "last_year": "number", "basis": "line", "headings": "lines"}
MINUTES = minutes_of(seconds_of(FIELDS))


class ProgrammeForm(ActForm):
    """A plan: its name, its years, what it rests on, its headings."""

    title = forms.CharField(label="计划名称", max_length=120, error_messages={"required": "请写计划名称。"})
    first_year = forms.IntegerField(
        label="从哪一年", min_value=2000, max_value=2100, error_messages={"required": "请写开始年份。"}
    )
    last_year = forms.IntegerField(
        label="到哪一年", min_value=2000, max_value=2100, error_messages={"required": "请写结束年份。"}
    )
    basis = forms.CharField(label="依据", max_length=200, required=False, help_text="文件名和文号。")
    headings = forms.CharField(
        label="标题",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="一行一个，如“固基础”“建体系”。",
        error_messages={"required": "至少写一个标题。"},
    )

    def clean_headings(self) -> list[str]:
        """Split into lines. Raises ``ValidationError`` for a line that is too long."""
        lines = [line.strip() for line in str(self.cleaned_data["headings"]).splitlines() if line.strip()]
        if any(len(line) > 60 for line in lines):
            raise forms.ValidationError("一个标题不超过 60 个字。")
        return lines


class ChangeForm(VersionedForm, ProgrammeForm):
    """The same, of a plan that exists."""


class DutiesForm(VersionedForm):
    """Which duties stand under a heading."""

    duties = forms.MultipleChoiceField(label="这个标题下的责任", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, book: Catalogue, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["duties"].choices = [  # type: ignore[attr-defined]  # the field made above is a choice
            (one.id, f"{one.number} {one.title}（{one.subject}）") for one in book.entries
        ]
