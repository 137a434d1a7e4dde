"""Password rules of the profiles; which of them apply is set by ``BIHUAN_PASSWORD_PROFILE``."""

import string
from typing import Any

from django.core.exceptions import ValidationError

LEAST_CLASSES = 3


def classes_in(password: str) -> int:
    """Count the classes of characters: capitals, small letters, digits, everything else."""
    kinds = (string.ascii_uppercase, string.ascii_lowercase, string.digits)
    known = sum(any(letter in kind for letter in password) for kind in kinds)
    return known + any(letter not in "".join(kinds) for letter in password)


class ClassesValidator:
    """Asks for at least three classes of characters."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ``ValidationError`` if too few classes occur."""
        if classes_in(password) < LEAST_CLASSES:
            raise ValidationError(self.get_help_text(), code="password_classes")

    def get_help_text(self) -> str:
        """Say what is asked."""
        return "大写字母、小写字母、数字、其他符号中至少用三类。"


class LengthValidator:
    """Asks for a least length, in words of this product."""

    def __init__(self, least: int = 10) -> None:
        self.least = least

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ``ValidationError`` if the password is shorter."""
        if len(password) < self.least:
            raise ValidationError(self.get_help_text(), code="password_too_short")

    def get_help_text(self) -> str:
        """Say what is asked."""
        return f"至少 {self.least} 个字符。"


class FreshValidator:
    """Refuses the password that is being replaced, and one that holds the username."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ``ValidationError`` if the password is the old one or holds the username."""
        username = str(getattr(user, "username", "") or "")
        if len(username) >= 3 and username in password.lower():
            raise ValidationError("不能含有用户名。", code="password_holds_username")
        if user is not None and user.password and user.check_password(password):
            raise ValidationError("不能与原来的口令相同。", code="password_same")

    def get_help_text(self) -> str:
        """Say what is asked."""
        return "不含用户名，不与原来的口令相同。"


_HERE = "bihuan_site.accounts.passwords"
_FRESH = {"NAME": f"{_HERE}.FreshValidator"}
_KNOWN = {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"}


def _long(least: int) -> dict[str, Any]:
    return {"NAME": f"{_HERE}.LengthValidator", "OPTIONS": {"least": least}}


PROFILES: dict[str, tuple[list[dict[str, Any]], int]] = {
    "dengbao": (
        [_long(10), {"NAME": f"{_HERE}.ClassesValidator"}, _FRESH, _KNOWN],
        90,
    ),
    "asvs": ([_long(15), _FRESH, _KNOWN], 0),
}
"""By name: the validators, and after how many days a password must be changed (0 is never)."""
