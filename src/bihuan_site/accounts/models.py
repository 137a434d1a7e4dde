"""Accounts, the roles granted to them, activation slips, sessions, and what is remembered about failed log-ins."""

import unicodedata
from datetime import datetime, timedelta
from importlib import import_module
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.utils import timezone

from bihuan_site.organisations.models import Organisation, Person
from bihuan_site.shared.roles import ADMINISTRATORS, Role

GRANTABLE = (Role.OFFICE, Role.DISCIPLINE)
"""Roles a person gets by a grant; every other business role follows from posts."""

GRANTED = (*GRANTABLE, *ADMINISTRATORS)


def plain_username(written: str) -> str:
    """Give a username as it is stored: full-width forms narrowed, small letters, no blanks around."""
    return unicodedata.normalize("NFKC", written).strip().lower()


class Accounts(BaseUserManager["Account"]):
    """Accounts by their username, however it is written."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Give the account of a username. Raises ``Account.DoesNotExist``."""
        return self.get(username=plain_username(username or ""))


class Account(AbstractBaseUser):
    """Who may log in: one account a person, and three for the administrators, who are no persons of the register."""

    username = models.CharField(max_length=60, unique=True)
    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True, related_name="account")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    password_set = models.DateTimeField(null=True, blank=True)
    made = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Accounts] = Accounts()

    USERNAME_FIELD = "username"

    class Meta:
        ordering = ("username",)

    def __str__(self) -> str:
        return self.username

    def set_password(self, raw_password: str | None) -> None:
        """Set the password and remember when; whoever sets their own is no longer asked to."""
        super().set_password(raw_password)
        self.password_set = timezone.now()
        self.must_change_password = False

    @property
    def activated(self) -> bool:
        """Whether the person has set a password."""
        return self.password_set is not None and self.has_usable_password()

    @property
    def password_expired(self) -> bool:
        """Whether the password is older than the profile allows."""
        days: int = settings.PASSWORD_DAYS
        return bool(days and self.password_set and timezone.now() - self.password_set > timedelta(days=days))


class RoleGrant(models.Model):
    """A role given by the security administrator (or at the first start), over an interval."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in GRANTED])
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="grants")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("account_id", "since", "id")
        constraints = (
            models.CheckConstraint(condition=Q(role__in=[role.value for role in GRANTED]), name="grantable_role"),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in GRANTABLE], organisation__isnull=False)
                | Q(role__in=[role.value for role in ADMINISTRATORS], organisation__isnull=True),
                name="office_has_place",
            ),
            models.UniqueConstraint(
                fields=("account",),
                condition=Q(role__in=[role.value for role in ADMINISTRATORS], until__isnull=True),
                name="one_administrator_role",
            ),
            models.UniqueConstraint(
                fields=("account", "role", "organisation"),
                condition=Q(until__isnull=True),
                name="one_grant_in_force",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.role}"


class ActivationSlip(models.Model):
    """A printed one-time code with which somebody sets the first (or a new) password; only its digest is kept."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="slips")
    digest = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn = models.BooleanField(default=False)
    issued_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    issued = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-issued", "-id")

    def __str__(self) -> str:
        return f"{self.account_id} {self.issued:%Y-%m-%d}"

    def usable(self, now: datetime) -> bool:
        """Whether the code still opens the account."""
        return self.used_at is None and not self.withdrawn and self.expires > now


class SignInTrouble(models.Model):
    """Failed log-ins of one username from one address; other addresses are not affected."""

    username = models.CharField(max_length=64)
    address = models.CharField(max_length=64)
    failures = models.PositiveIntegerField(default=0)
    last = models.DateTimeField()
    wait_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("username", "address"), name="one_trouble_a_place"),)
        indexes = (models.Index(fields=("address", "last")),)

    def __str__(self) -> str:
        return f"{self.failures}"


class LastHat(models.Model):
    """The hat an account wore last; it is put on again at the next log-in."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="last_hat", primary_key=True)
    hat = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.hat


class LastCode(models.Model):
    """The newest time step of which an account used a one-time code, so that no code counts twice."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="+", primary_key=True)
    step = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.step)


class OpenSession(AbstractBaseSession):
    """A session with its account, so that all sessions of an account can be seen and ended."""

    account_id = models.BigIntegerField(null=True, db_index=True)
    began = models.DateTimeField(default=timezone.now)
    address = models.CharField(max_length=64, blank=True)

    @classmethod
    def get_session_store_class(cls) -> type:
        """Give the store that fills the extra columns."""
        store: type = import_module(settings.SESSION_ENGINE).SessionStore
        return store
