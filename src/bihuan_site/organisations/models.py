"""Organisations through time, the people in them, the posts they hold, and who is charged with whom.

Tables that the exchange standard knows carry its field names; ``ledger.rows`` turns them into the engine's rows.
"""

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


class Person(models.Model):
    """A Party member, with the branch and group of the business day. Least fields: no document number, no address."""

    id = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=60)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="people")
    group = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="group_people")
    since = models.DateField(default=LONG_AGO)
    until = models.DateField(null=True, blank=True)
    born = models.DateField(null=True, blank=True)
    joined = models.DateField(null=True, blank=True)
    probationary = models.BooleanField(default=False)
    category = models.CharField(max_length=20, default="在职")
    phone = models.CharField(max_length=20, blank=True)
    erased = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("organisation_id", "id")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person in a branch over one interval: where they were, kept after a transfer."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    group = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateField(default=LONG_AGO)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("person_id", "since")

    def __str__(self) -> str:
        return f"{self.person_id} {self.organisation_id} {self.since}"


class PostHolding(models.Model):
    """A person holding a post of an organisation over an interval; ``acting`` is 代管."""

    id = models.CharField(max_length=40, primary_key=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    post = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    acting = models.BooleanField(default=False)

    class Meta:
        ordering = ("organisation_id", "id")
        indexes = (models.Index(fields=("person", "since")),)

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.post} {self.person_id}"


class Liaison(models.Model):
    """A committee member charged with a branch or a youth study group (包联)."""

    id = models.CharField(max_length=40, primary_key=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="liaisons")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="liaisons")
    kind = models.CharField(max_length=20, default="党支部")
    since = models.DateField(default=LONG_AGO)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("organisation_id", "id")
        indexes = (models.Index(fields=("person", "since")),)

    def __str__(self) -> str:
        return f"{self.person_id} → {self.organisation_id}"
