"""People, the branches they belonged to, the posts they held, the handing over of posts, who is charged with whom."""

from django.db import models

from bihuan_site.organisations.models.tree import LONG_AGO, Organisation


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
    study_group = models.ForeignKey(
        "organisations.StudyGroup", models.PROTECT, null=True, blank=True, related_name="liaisons"
    )
    since = models.DateField(default=LONG_AGO)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("organisation_id", "id")
        indexes = (models.Index(fields=("person", "since")),)

    def __str__(self) -> str:
        return f"{self.person_id} → {self.organisation_id}"


class Handover(models.Model):
    """The handing over of a post (换届交接): from its holder to the next, item by item, until all is done."""

    holding = models.OneToOneField(PostHolding, models.PROTECT, related_name="handover")
    receiver = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="handovers")
    opened = models.DateField()
    done = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-opened", "-id")

    def __str__(self) -> str:
        return f"{self.holding_id}"


class HandoverItem(models.Model):
    """One item of a handing over: who gave it, who took it, when."""

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="items")
    item = models.CharField(max_length=40)
    handed = models.DateField(null=True, blank=True)
    handed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    received = models.DateField(null=True, blank=True)
    received_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    not_there = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("handover", "item"), name="one_item_once"),)

    def __str__(self) -> str:
        return f"{self.handover_id} {self.item}"
