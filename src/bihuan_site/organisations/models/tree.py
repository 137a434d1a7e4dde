"""Organisations through time: what they are today, what they were, what happened to them, what is planned."""

from datetime import date

from django.db import models

from bihuan_site.shared.fields import TextsField

LONG_AGO = date(1900, 1, 1)


class Organisation(models.Model):
    """An organisation with its permanent id; name, place and kind are those of the business day.

    ``path`` is the chain of ids from the top, ``/dz-01/jw-01/zb-001/``: everything below starts with it. What the
    organisation was on another day stands in :class:`OrganisationState`.
    """

    id = models.CharField(max_length=40, primary_key=True)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=400, db_index=True)
    tier = models.CharField(max_length=20)
    kind = models.CharField(max_length=40)
    labels = TextsField()
    full_members = models.PositiveIntegerField(default=0)
    probationary = models.PositiveIntegerField(default=0)
    has_committee = models.BooleanField(default=False)
    committee_size = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)
    suspended = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    @property
    def members(self) -> int:
        """Full and probationary members together."""
        return self.full_members + self.probationary


class OrganisationState(models.Model):
    """What an organisation was over one interval, both days inclusive."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="states")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    tier = models.CharField(max_length=20)
    kind = models.CharField(max_length=40)
    labels = TextsField()
    since = models.DateField(default=LONG_AGO)
    until = models.DateField(null=True, blank=True)
    full_members = models.PositiveIntegerField(default=0)
    probationary = models.PositiveIntegerField(default=0)
    has_committee = models.BooleanField(default=False)
    committee_size = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("organisation_id", "since")
        constraints = (models.UniqueConstraint(fields=("organisation", "since"), name="one_state_a_day"),)

    def __str__(self) -> str:
        return f"{self.name} {self.since}"


class OrganisationEvent(models.Model):
    """Something that happened to an organisation on a day."""

    id = models.CharField(max_length=40, primary_key=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="events")
    event = models.CharField(max_length=20)
    day = models.DateField()
    successors = TextsField()
    received = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("day", "id")

    def __str__(self) -> str:
        return f"{self.event} {self.day}"


class Term(models.Model):
    """A term of an organisation's committee or secretary: elected on ``began``, to be re-elected by ``due``.

    ``extended`` is the later day a superior approved; ``ended`` the day the next term began.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="terms")
    began = models.DateField()
    due = models.DateField()
    extended = models.DateField(null=True, blank=True)
    approver = models.CharField(max_length=60, blank=True)
    ended = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("organisation_id", "-began")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation",), condition=models.Q(ended__isnull=True), name="one_term_runs"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.began}"

    @property
    def last_day(self) -> date:
        """The day by which the next election is to be held."""
        return self.extended or self.due


class PlannedChange(models.Model):
    """A change of an organisation decided for a day to come; the daily job makes it. ``failed`` tells why it could not.

    ``act`` is the name of the change, ``given`` its arguments as JSON.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="planned")
    act = models.CharField(max_length=20)
    day = models.DateField()
    given = models.JSONField(default=dict)
    applied = models.DateField(null=True, blank=True)
    cancelled = models.BooleanField(default=False)
    failed = models.CharField(max_length=400, blank=True)
    account = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("day", "id")

    def __str__(self) -> str:
        return f"{self.act} {self.organisation_id} {self.day}"
