"""The form that sends a list out for signature."""

from django import forms

from bihuan_site.shared.burden import minutes_of, seconds_of
from bihuan_site.shared.forms import ActForm

MINUTES = minutes_of(seconds_of({"due": "day"}))


class IssueForm(ActForm):
    """By when it is to be signed."""

    due = forms.DateField(
        label="签认期限",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请写签认期限。", "invalid": "日期写成 2026-07-03 这样。"},
    )
