"""Forms of exemptions: asking, answering."""

from typing import Any

from django import forms

from bihuan_site.responsibility.exemptions.queries import OTHER, Target
from bihuan_site.shared.burden import minutes_of, seconds_of
from bihuan_site.shared.forms import ActForm, VersionedForm

FIELDS = {"target": "choice", "ground": "choice", "since": "day", "until": "day", "text": "line"}
MINUTES = minutes_of(seconds_of(FIELDS, prefilled=("since", "until")))


class AskForm(ActForm):
    """What is asked for, on what ground, from when to when."""

    target = forms.ChoiceField(label="哪一项", error_messages={"required": "请选一项责任或者指标。"})
    ground = forms.ChoiceField(
        label="情形", help_text="规则写明可以豁免的情形列在前面。", error_messages={"required": "请选情形。"}
    )
    text = forms.CharField(
        label="补充说明", max_length=200, required=False, help_text="选“其他情形”时写明是什么情形、有什么依据。"
    )
    since = forms.DateField(
        label="从哪一天",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请写开始日期。", "invalid": "日期写成 2026-07-01 这样。"},
    )
    until = forms.DateField(
        label="到哪一天",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="最后一天落在起止之间的各期才免。最长一年。",
        error_messages={"required": "请写结束日期。", "invalid": "日期写成 2026-12-31 这样。"},
    )

    def __init__(self, *args: Any, targets: list[Target], chosen: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        by_kind: dict[str, list[tuple[str, str]]] = {}
        for one in targets:
            by_kind.setdefault(one.kind, []).append((one.id, one.title))
        grounds = next((one.grounds for one in targets if one.id == chosen), ())
        every = dict.fromkeys(ground for one in targets for ground in one.grounds)
        self.fields["target"].choices = [("", "请选"), *by_kind.items()]  # type: ignore[attr-defined]  # a choice field
        shown = [*(grounds or every), OTHER]
        self.fields["ground"].choices = [("", "请选"), *((one, one) for one in shown)]  # type: ignore[attr-defined]  # as above

    def given(self, *without: str) -> dict[str, Any]:
        """Give the values by the names the act takes."""
        found = super().given("target", *without)
        return found | {"target_id": self.cleaned_data["target"]}


class AnswerForm(VersionedForm):
    """What the office answers."""

    answer = forms.CharField(
        label="审批意见",
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="同意可以不写；不同意、收回要写明理由，申请的支部会看到。",
    )
