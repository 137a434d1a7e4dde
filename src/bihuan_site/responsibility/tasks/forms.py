"""The form that moves a planned day."""

from datetime import date
from typing import Any

from django import forms

from bihuan_site.shared.burden import minutes_of, seconds_of
from bihuan_site.shared.forms import ActForm
from bihuan_site.shared.wording import date_words

MINUTES = minutes_of(seconds_of({"window": "choice", "day": "day", "reason": "line"}))


class PlanForm(ActForm):
    """A window, the day planned for it, and why."""

    window = forms.ChoiceField(label="哪一期", error_messages={"required": "请选哪一期。"})
    day = forms.DateField(
        label="计划日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="在这一期的起止之内。规则定的截止日不会因计划改变。",
        error_messages={"required": "请写计划日期。", "invalid": "日期写成 2026-09-15 这样。"},
    )
    reason = forms.CharField(label="理由", max_length=200, error_messages={"required": "请写明改期的理由，会留痕。"})

    def __init__(self, *args: Any, windows: list[dict[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        open_ones = [one for one in windows if one["open"]]
        self.fields["window"].choices = [  # type: ignore[attr-defined]  # the field made above is a choice
            (one["window"], f"{one['window']}，{_limits(one['first'], one['last'])}，{one['open']} 项没办")
            for one in open_ones
        ]


class TakeBackForm(ActForm):
    """Why a plan is dropped."""

    window = forms.CharField(widget=forms.HiddenInput, max_length=60)
    reason = forms.CharField(label="收回的理由", max_length=200, error_messages={"required": "请写明收回的理由。"})


def _limits(first: date, last: date) -> str:
    return f"{date_words(first)} 至 {date_words(last)}"
