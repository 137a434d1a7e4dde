"""The form of a paper handed upward, and of returning one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from bihuan_site.documents.forms import DocumentField
from bihuan_site.scoring.papers import PaperWindow
from bihuan_site.shared import burden
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.forms import ActForm, VersionedForm
from bihuan_site.shared.wording import date_words

FIELDS: Mapping[str, str] = {"window": "choice", "text": "line", "file": "file"}
SECONDS = burden.seconds_of(FIELDS)
MINUTES = burden.minutes_of(SECONDS)


class PaperForm(ActForm):
    """A paper: for which window, a line about it, the file if there is one."""

    window = forms.ChoiceField(label="报什么", error_messages={"required": "选一项要报的材料"})
    text = forms.CharField(label="说明", max_length=200, required=False, help_text="一句话即可，有附件可不写。")
    file = DocumentField(label="附件", required=False)

    def __init__(self, *args: Any, windows: Sequence[PaperWindow], fixed: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if fixed:
            del self.fields["window"]
            return
        chosen = self.fields["window"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 it is one
        chosen.choices = [("", "请选择"), *((one.mark, words_of(one)) for one in windows)]


class ReturnForm(VersionedForm):
    """Why a paper goes back."""

    reason = forms.CharField(
        label="退回原因",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写清缺什么、补什么，支部照着改一次就能过。",
        error_messages={"required": "请写一句为什么退回、要补什么"},
    )


def words_of(one: PaperWindow) -> str:
    """Name a window as the form does: 上半年思想政治工作汇报，6 月 30 日截止."""
    who = f"（{one.person_name}）" if one.person else ""
    late = one.is_late(business_day())
    if late and one.late_until:
        return f"{one.title}{who}，已过期，{date_words(one.late_until)}前可补报"
    return f"{one.title}{who}，{date_words(one.deadline)}{'已截止' if late else '截止'}"
