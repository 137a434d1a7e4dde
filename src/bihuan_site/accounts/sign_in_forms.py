"""The forms of log-in, password and second factor, in the words of this product."""

from collections.abc import Iterator
from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal import auth
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError

from bihuan_site.accounts import attempts
from bihuan_site.accounts.signs import address_of

LONGEST = 200
WRONG_CODE = "验证码不对，或者已经用过。"


def name_fields(form: forms.Form, **labels: str) -> None:
    """Give fields their labels; takes away hints and place-holders that came with the library."""
    for name, label in labels.items():
        field = form.fields[name]
        field.label, field.help_text = label, ""
        field.widget.attrs.pop("placeholder", None)
        if isinstance(field, forms.CharField):
            field.max_length = LONGEST
            field.widget.attrs["maxlength"] = str(LONGEST)


class LogInForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    """Username and password."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        name_fields(self, login="用户名", password="口令")  # noqa: S106 a label, no password


class ChangeForm(ChangePasswordForm):  # type: ignore[misc]  # allauth ships no types
    """The old password and twice the new one."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        name_fields(self, oldpassword="现在的口令", password1="新口令", password2="再写一遍新口令")
        self.fields["password1"].help_text = "".join(password_validators_help_texts())

    def clean_oldpassword(self) -> str:
        """Compare the old password, as slowly as at the log-in."""
        with _Counted(f"change:{self.user.pk}") as attempt:
            old: str = super().clean_oldpassword()
            attempt.good()
        return old


class ConfirmForm(ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The password once more, before something that matters."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        name_fields(self, password="口令")  # noqa: S106 a label, no password


class _Counted:
    """One attempt at a secret: waits grow with failures."""

    def __init__(self, name: str) -> None:
        from allauth.core import context

        self.name, self.address = name, address_of(context.request)

    def __enter__(self) -> "_Counted":
        waiting = attempts.begin(self.name, self.address)
        if waiting:
            raise ValidationError(attempts.wait_words(waiting), code="too_many_attempts")
        return self

    def __exit__(self, *given: object) -> None:
        """Leave the count standing unless :meth:`good` was said."""

    def good(self) -> None:
        """Say that the secret was right."""
        attempts.succeeded(self.name, self.address)


def _steps(secret: str, code: str) -> Iterator[int]:
    """The time steps around now whose code this is."""
    for step in auth.yield_hotp_counters_from_time():
        if auth.format_hotp_value(auth.hotp_value(secret, step)) == code.strip():
            yield step


class _Code:
    """Takes a code of six digits or a recovery code; no code counts twice, on any worker."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        name_fields(self, code="验证码")  # type: ignore[arg-type]  # mixed into forms only

    def clean_code(self) -> str:
        """Check the code."""
        with _Counted(f"code:{self.user.pk}") as attempt:  # type: ignore[attr-defined]  # of the form
            code: str = super().clean_code()  # type: ignore[misc]  # of the form
            found: Authenticator = self.authenticator  # type: ignore[attr-defined]  # of the form
            if found.type == Authenticator.Type.TOTP:
                secret = auth.decrypt(found.data["secret"])
                if not attempts.use_step(self.user, _steps(secret, code)):  # type: ignore[attr-defined]  # of the form
                    raise ValidationError(WRONG_CODE, code="incorrect_code")
            attempt.good()
        return code


class CodeForm(_Code, AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The second step of the log-in."""


class CodeAgainForm(_Code, CodeReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """A code once more, before something that matters."""


class ActivateCodeForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth ships no types
    """The first code of a new authenticator."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        name_fields(self, code="应用上显示的六位数字")
