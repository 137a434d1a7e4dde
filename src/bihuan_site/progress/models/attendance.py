"""Who was at an activity, and what somebody began to write."""

from django.db import models

from bihuan_site.documents.models import Upload
from bihuan_site.ledger.models import Activity
from bihuan_site.organisations.models import Organisation, Person

IN_SERVICE = "在职"
"""The category of those who are simply due; everybody else away counts under their own word."""


class Presence(models.TextChoices):
    """How a person stood to an activity; the value is the word shown."""

    PRESENT = "到会", "到会"
    LEAVE = "报备", "报备"
    ABSENT = "缺席", "缺席"


class Attendance(models.Model):
    """One person of those who were due at one activity. The counts of the record are made from these rows.

    ``category`` is the person's on that day: someone away who is 离退休 or 借调 counts under that word, not as absent.
    """

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="attendance")
    person = models.ForeignKey(Person, models.PROTECT, related_name="attendance")
    state = models.CharField(max_length=4, choices=Presence.choices, default=Presence.PRESENT)
    category = models.CharField(max_length=20, default=IN_SERVICE)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("activity", "person"), name="attends_once"),)

    def __str__(self) -> str:
        return f"{self.activity_id} {self.person_id} {self.state}"

    @property
    def away(self) -> str:
        """The word for somebody away: the category of those not in service, else 报备 or 缺席."""
        outside = self.state == Presence.ABSENT and self.category not in ("", IN_SERVICE)
        return self.category if outside else self.state


class Correction(models.Model):
    """Why a record was corrected or withdrawn: the new row, the old one, the reason."""

    activity = models.OneToOneField(Activity, models.CASCADE, related_name="correction")
    reason = models.CharField(max_length=200, blank=True)
    changed = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.activity_id


class AgendaItem(models.Model):
    """One line of a record's agenda; the first one is the first item (第一议题) where the record says so."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="agenda")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=120)

    class Meta:
        ordering = ("activity_id", "number")
        constraints = (models.UniqueConstraint(fields=("activity", "number"), name="one_item_a_number"),)

    def __str__(self) -> str:
        return self.text


class Evidence(models.Model):
    """A file handed in with a record; it never earns points."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="evidence")
    upload = models.ForeignKey(Upload, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.activity_id} {self.upload_id}"


class Filling(models.Model):
    """A form was handed in for an organisation on a day, at its documented cost. Nothing about who, or how fast."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="fillings")
    form = models.CharField(max_length=40)
    day = models.DateField()
    seconds = models.PositiveIntegerField()

    class Meta:
        indexes = (models.Index(fields=("organisation", "day")),)

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.form} {self.day}"


class Draft(models.Model):
    """What a person began to write in a form, kept until it is handed in or thrown away.

    ``mark`` is the idempotency key of the form: every saving of one form goes to one draft.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="drafts")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=40)
    mark = models.CharField(max_length=80)
    title = models.CharField(max_length=120, blank=True)
    content = models.JSONField(default=dict)
    saved = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-saved",)
        constraints = (models.UniqueConstraint(fields=("person", "form", "mark"), name="one_draft_a_form"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.form}"
