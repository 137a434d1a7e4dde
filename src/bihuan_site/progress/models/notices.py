"""A coming activity: announced, answered, asked leave from, and caught up on afterwards."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from bihuan_site.ledger.models import Activity
from bihuan_site.organisations.models import Organisation, Person
from bihuan_site.shared.fields import TextsField


class Notice(models.Model):
    """A coming activity of a branch or of one of its Party groups, as its members see it (通知).

    ``activity`` is the record made of it, if there is one. The minutes of check-in count from ``begins``.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="notices")
    group = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="group_notices")
    kinds = TextsField()
    topics = TextsField()
    title = models.CharField(max_length=120)
    day = models.DateField()
    begins = models.TimeField()
    minutes = models.PositiveIntegerField(default=90)
    place = models.CharField(max_length=120, blank=True)
    chair = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    speakers = TextsField()
    agenda = TextsField()
    materials = models.CharField(max_length=400, blank=True)
    announced = models.DateField()
    cancelled = models.DateField(null=True, blank=True)
    activity = models.ForeignKey(Activity, models.SET_NULL, null=True, blank=True, related_name="notices")
    by = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-day", "-begins", "-id")
        indexes = (models.Index(fields=("organisation", "day")),)

    def __str__(self) -> str:
        return self.title

    @property
    def start(self) -> datetime:
        """When it begins, in the agency's time zone."""
        return timezone.make_aware(datetime.combine(self.day, self.begins))

    @property
    def end(self) -> datetime:
        """When it ends as announced."""
        return self.start + timedelta(minutes=self.minutes)


class Reply(models.Model):
    """A member said that they are coming (我会参加); it binds nobody and counts for nothing."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="replies")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("notice", "person"), name="replies_once"),)

    def __str__(self) -> str:
        return f"{self.notice_id} {self.person_id}"


class LeaveReason(models.TextChoices):
    """Why somebody cannot come: a kind, not a story."""

    TRAVEL = "出差", "出差"
    ON_DUTY = "值班", "值班"
    TRAINING = "外出培训", "外出培训"
    ANNUAL = "休假", "休假"
    SICK = "病假", "病假"
    PRIVATE = "事假", "事假"
    OTHER = "其他", "其他"


class LeaveState(models.TextChoices):
    """How far a request is."""

    ASKED = "待同意", "待同意"
    AGREED = "已同意", "已同意"
    REFUSED = "不同意", "不同意"
    WITHDRAWN = "已撤回", "已撤回"


class Leave(models.Model):
    """A member's request not to come to one announced activity (报备, 学前报备)."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="leaves")
    person = models.ForeignKey(Person, models.CASCADE, related_name="leaves")
    reason = models.CharField(max_length=10, choices=LeaveReason.choices)
    text = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=4, choices=LeaveState.choices, default=LeaveState.ASKED)
    asked = models.DateField()
    answered = models.DateField(null=True, blank=True)
    answered_by = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("notice", "person"), name="one_leave_a_notice"),)

    def __str__(self) -> str:
        return f"{self.notice_id} {self.person_id} {self.state}"


class CatchUpState(models.TextChoices):
    """Whether the branch confirmed it."""

    ASKED = "待核对", "待核对"
    CONFIRMED = "已补学", "已补学"
    REFUSED = "已退回", "已退回"


class CatchUp(models.Model):
    """A member made up on a day of their own for a study they missed (补学); the branch confirms it."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="catch_ups")
    person = models.ForeignKey(Person, models.CASCADE, related_name="catch_ups")
    day = models.DateField()
    text = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=4, choices=CatchUpState.choices, default=CatchUpState.ASKED)
    answered = models.DateField(null=True, blank=True)
    answered_by = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-day", "-id")
        constraints = (models.UniqueConstraint(fields=("activity", "person"), name="catches_up_once"),)

    def __str__(self) -> str:
        return f"{self.activity_id} {self.person_id}"
