"""How the log-in library behaves here: no sign-up, no mail, our words, our limits, our trail."""

import base64
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.contrib import messages
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme

from bihuan_site.accounts import attempts
from bihuan_site.accounts.hats import hats_of
from bihuan_site.accounts.models import Account, LastHat, plain_username
from bihuan_site.accounts.signs import address_of
from bihuan_site.accounts.trail import note
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.roles import Role

SAID = {
    "account/messages/password_changed.txt": "口令已改，其他地方的登录已退出。",
    "mfa/messages/totp_activated.txt": "动态口令已启用。",
    "mfa/messages/totp_deactivated.txt": "动态口令已停用。",
    "mfa/messages/recovery_codes_generated.txt": "新的恢复码已生成，旧的作废。",
    "mfa/messages/webauthn_added.txt": "通行密钥已添加。",
    "mfa/messages/webauthn_removed.txt": "通行密钥已删除。",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Log-in by username and password."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "用户名或口令不对。",
        "enter_current_password": "现在的口令不对。",
        "incorrect_code": "验证码不对。",
        "incorrect_password": "口令不对。",
        "invalid_login": "用户名或口令不对。",
        "too_many_login_attempts": "试得太多了，请稍后再试。",
        "username_password_mismatch": "用户名或口令不对。",
        "same_as_current": "不能与原来的相同。",
        "rate_limited": "试得太多了，请稍后再试。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: accounts are made for people."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        """Compare name and password; a disabled account fails like a wrong password."""
        name, address = str(credentials.get("username", "")), address_of(request)
        waiting = attempts.begin(name, address)
        if waiting:
            raise ValidationError(attempts.wait_words(waiting), code="too_many_login_attempts")
        credentials["username"] = plain_username(name)
        found = authenticate(request, **credentials)
        AuthenticationBackend.unstash_authenticated_user()
        if isinstance(found, Account):
            attempts.succeeded(name, address)
            return found
        known = Account.objects.filter(username=plain_username(name)).values_list("pk", flat=True).first()
        note("log_in_failed", known, request, known=known is not None)
        return None

    def is_safe_url(self, url: str | None) -> bool:
        """Only a path of this site is a target; nothing that a browser could read as another host."""
        if not url or not url.startswith("/") or url.startswith(("//", "/\\", "／")):
            return False
        if "\\" in url or any(ord(letter) < 32 for letter in url) or url.startswith("/／"):
            return False
        return bool(url_has_allowed_host_and_scheme(url, allowed_hosts=None))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Go to the work bench, or first to the choice of a hat where there are several and none was worn yet."""
        account = request.user
        if isinstance(account, Account) and not LastHat.objects.filter(account=account).exists():
            hats = [hat for hat in hats_of(account, business_day()) if hat.role is not Role.MEMBER]
            if len(hats) > 1:
                return reverse("accounts:hats")
        return "/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go back to one's own account."""
        return reverse("accounts:own")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in our words, or not at all."""
        text = message or SAID.get(message_template or "")
        if text:
            messages.add_message(request, level, text, extra_tags=extra_tags)

    def send_notification_mail(self, *given: Any, **named: Any) -> None:
        """Send nothing: the trail keeps it."""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Second factors whose secrets are kept encrypted under the secret key, which is not in the database."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "这种验证方式不能停用。",
        "cannot_generate_recovery_codes": "先启用动态口令，才能生成恢复码。",
        "incorrect_code": "验证码不对，或者已经用过。",
    }

    def encrypt(self, text: str) -> str:
        """Encrypt a secret for the database."""
        return _lock().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Give the secret back."""
        return _lock().decrypt(encrypted_text.encode("ascii")).decode()

    def _get_site_name(self) -> str:
        return "闭环"


def _lock() -> Fernet:
    key = salted_hmac("accounts.second_factor", "fernet", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
