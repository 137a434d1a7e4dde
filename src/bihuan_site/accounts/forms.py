"""Forms of activation and of the security administrator."""

from typing import Any

from django import forms

from bihuan_site.accounts.models import GRANTABLE
from bihuan_site.accounts.sign_in_forms import LONGEST
from bihuan_site.shared.forms import ActForm
from bihuan_site.shared.roles import ADMINISTRATORS, Role


def _password(label: str) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, max_length=LONGEST, strip=False, widget=widget)


class ActivateForm(forms.Form):
    """Username and code from the slip, and twice the new password."""

    username = forms.CharField(
        label="用户名",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    code = forms.CharField(
        label="激活码",
        max_length=40,
        help_text="激活单上的 12 位，横线写不写都行",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )
    password = _password("新口令")
    repeat = _password("再写一遍新口令")

    def clean(self) -> dict[str, Any]:
        """Compare the two passwords."""
        given = super().clean() or {}
        if given.get("password") and given.get("password") != given.get("repeat"):
            self.add_error("repeat", "两次写的口令不一样。")
        return given


class SlipsForm(ActForm):
    """The units whose people get slips."""

    units = forms.MultipleChoiceField(label="单位", required=False)
    everyone = forms.BooleanField(label="上面列出的单位全部选上", required=False)
    again = forms.BooleanField(label="已经激活的人也重新发", required=False)

    def __init__(self, *given: Any, units: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["units"].choices = units  # type: ignore[attr-defined]  # it is the choice field above
        self.listed = [unit for unit, _ in units]

    def clean(self) -> dict[str, Any]:
        """Take every unit listed where that is asked for."""
        given = super().clean() or {}
        if given.pop("everyone", False):
            given["units"] = self.listed
        if not given.get("units") and not self.errors:
            self.add_error("units", "请选至少一个单位。")
        return given


class ResetForm(ActForm):
    """Who witnesses a reset."""

    witness = forms.CharField(
        label="见证人的用户名", max_length=60, help_text="当面看着你办的人，不能是你自己，也不能是本人"
    )
    factors = forms.BooleanField(label="同时取消第二种验证（手机丢了才选）", required=False)


class GrantForm(ActForm):
    """A role and the organisation it is for."""

    role = forms.ChoiceField(label="身份", choices=[(role.name, role.value) for role in GRANTABLE])
    organisation = forms.ChoiceField(label="组织")

    def __init__(self, *given: Any, places: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["organisation"].choices = places  # type: ignore[attr-defined]  # it is the choice field above

    def clean_role(self) -> Role:
        """Give the role itself."""
        return Role[self.cleaned_data["role"]]


class AdministratorForm(ActForm):
    """A new administrator's account."""

    role = forms.ChoiceField(label="哪一类", choices=[(role.name, role.value) for role in ADMINISTRATORS])
    username = forms.RegexField(
        r"^[A-Za-z0-9._-]{3,40}$",
        label="用户名",
        help_text="3 至 40 位字母、数字",
        error_messages={"invalid": "只能用字母、数字、点和横线，3 至 40 位。"},
    )
    witness = forms.CharField(label="见证人的用户名", max_length=60, help_text="当面看着你办的人，不能是你自己")

    def clean_role(self) -> Role:
        """Give the role itself."""
        return Role[self.cleaned_data["role"]]
