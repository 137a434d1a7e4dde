"""What waits for a person or for those who hold a role somewhere, each thing once."""

from django.db import models
from django.db.models import Q


class Item(models.Model):
    """One thing to do or to know. ``key`` names it for good: nobody is told the same thing twice.

    It is for a person, or for an organisation and there for those of ``for_role`` (empty: all who act for it).
    """

    key = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    url = models.CharField(max_length=300)
    source = models.CharField(max_length=200, blank=True)
    for_person = models.ForeignKey("organisations.Person", models.CASCADE, null=True, blank=True, related_name="+")
    for_organisation = models.ForeignKey(
        "organisations.Organisation", models.CASCADE, null=True, blank=True, related_name="+"
    )
    for_role = models.CharField(max_length=20, blank=True)
    due = models.DateField(null=True, blank=True)
    created = models.DateField()
    done = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("due", "id")
        indexes = (
            models.Index(fields=("for_person", "done")),
            models.Index(fields=("for_organisation", "for_role", "done")),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(for_person__isnull=False) | Q(for_organisation__isnull=False), name="item_is_for_somebody"
            ),
        )

    def __str__(self) -> str:
        return self.title


class FeedAddress(models.Model):
    """The secret address of one account's calendar feed. Only the digest of the secret is kept; a new one ends it."""

    account = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"calendar of {self.account}"


class ChannelKind(models.TextChoices):
    """Ways to remind people outside the site."""

    MAIL = "邮件", "邮件"
    SMS = "短信网关", "短信网关"
    WECOM = "企业微信", "企业微信"
    DINGTALK = "钉钉", "钉钉"
    FEISHU = "飞书", "飞书"


class Channel(models.Model):
    """A way to remind, off until the system administrator has set it up and turned it on.

    ``address`` is the notification library's address, sealed with a key made from the secret key. With the word
    ``{phone}`` in it a message goes to each person; without, to one group, for the things of ``organisation`` only.
    Things told before ``since``, the day it was turned on, are not sent.
    """

    kind = models.CharField(max_length=10, choices=ChannelKind.choices)
    name = models.CharField(max_length=60, unique=True)
    address = models.TextField(blank=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.CASCADE, null=True, blank=True, related_name="+"
    )
    enabled = models.BooleanField(default=False)
    since = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One thing told to one receiver over one channel: what keeps a person from being told twice."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="deliveries")
    channel = models.ForeignKey(Channel, models.CASCADE, related_name="deliveries")
    receiver = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, default="待发")
    attempts = models.PositiveSmallIntegerField(default=0)
    incident = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("item", "receiver"), name="nobody_is_reminded_twice"),)

    def __str__(self) -> str:
        return f"{self.item_id} {self.channel_id} {self.receiver}"
