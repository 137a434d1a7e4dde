"""Forms of people."""

from typing import Any

from django import forms

from bihuan_site.organisations.fields import Choices, PhoneField, day_field
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.forms import ActForm, VersionedForm

CATEGORIES = ("在职", "离退休", "借调", "挂职", "流动", "其他")


class ChoosingMixin(ActForm):
    """A form whose choices are told when it is made."""

    def offer(self, name: str, choices: Choices) -> None:
        """Give a field its choices."""
        found = self.fields[name]
        assert isinstance(found, forms.ChoiceField)  # noqa: S101 only told to the type checker
        found.choices = choices


class PersonForm(ChoosingMixin):
    """Add a member."""

    name = forms.CharField(label="姓名", max_length=60)
    organisation = forms.ChoiceField(label="党支部")
    since = day_field("转入日期")
    probationary = forms.BooleanField(label="预备党员", required=False)
    born = day_field("出生日期", required=False, help_text="青年学习小组核对年龄用")
    joined = day_field("入党日期", required=False)
    category = forms.ChoiceField(label="类别", choices=[(one, one) for one in CATEGORIES])
    phone = PhoneField()

    def __init__(self, *given: Any, branches: Choices, **options: Any) -> None:
        super().__init__(*given, **options)
        self.offer("organisation", branches)
        self.fields["since"].initial = business_day


class DatesForm(VersionedForm):
    """Days of birth and of joining, category."""

    born = day_field("出生日期", required=False)
    joined = day_field("入党日期", required=False)
    category = forms.ChoiceField(label="类别", choices=[(one, one) for one in CATEGORIES])


class TransferForm(VersionedForm, ChoosingMixin):
    """Move a member to another branch."""

    to = forms.ChoiceField(label="转到")
    day = day_field("转移日期", help_text="这一天起算新支部的人")

    def __init__(self, *given: Any, branches: Choices, **options: Any) -> None:
        super().__init__(*given, **options)
        self.offer("to", [("", "请选择"), *branches])
        self.fields["day"].initial = business_day


class LeaveForm(VersionedForm):
    """A member leaves the agency."""

    last_day = day_field("最后一天")


class FullForm(VersionedForm):
    """From probationary to full."""

    day = day_field("转正日期", help_text="支部大会通过之日")


class NameForm(VersionedForm):
    """Correct a name."""

    name = forms.CharField(label="正确姓名", max_length=60)


class PhoneForm(VersionedForm):
    """Change the phone."""

    phone = PhoneField()


class ReasonForm(ActForm):
    """Why a phone number is looked at."""

    reason = forms.ChoiceField(
        label="用途", choices=[(one, one) for one in ("通知开会", "核实情况", "交接", "本人要求")]
    )


class EraseForm(VersionedForm):
    """Erase personal values."""
