"""Forms around versions: a new draft, a workbook, the answer of a reviewer."""

from django import forms

from bihuan_site.documents.forms import DocumentField
from bihuan_site.shared.burden import minutes_of, seconds_of
from bihuan_site.shared.forms import ActForm

DRAFT_MINUTES = minutes_of(seconds_of({"number": "number", "note": "line"}, ["number"]))
UPLOAD_MINUTES = minutes_of(seconds_of({"file": "file"}))


class DraftForm(ActForm):
    """The number of a new draft, and what it is for."""

    number = forms.RegexField(
        r"^[0-9A-Za-z][0-9A-Za-z.]{0,19}$",
        label="新的版本号",
        help_text="如 2026.4；用过的不再用。",
        error_messages={"required": "请写版本号。", "invalid": "版本号只用数字、字母和点，如 2026.4。"},
    )
    note = forms.CharField(label="这一版要改什么", max_length=200, required=False)


class WorkbookForm(ActForm):
    """A workbook as the program exports them."""

    file = DocumentField(label="工作簿（xlsx）", required=True, error_messages={"required": "请选一个工作簿。"})


class StageForm(ActForm):
    """One step of a version: the state it was seen in, and a reason where one is needed."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label="退回的理由", max_length=400, required=False)


def next_number(number: str) -> str:
    """Propose the number after one: 2026.3 → 2026.4, 1 → 2."""
    head, point, last = number.rpartition(".")
    return f"{head}{point}{int(last) + 1}" if last.isdecimal() else f"{number}.1"
