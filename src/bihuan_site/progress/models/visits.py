"""A visit of somebody charged with a branch to one of its activities (列席), with a comment and the branch's answer."""

from django.db import models

from bihuan_site.ledger.models import Activity
from bihuan_site.organisations.models import Organisation, Person
from bihuan_site.progress.models.notices import Notice


class VisitState(models.TextChoices):
    """Whether it took place."""

    PLANNED = "计划列席", "计划列席"
    DONE = "已列席", "已列席"


class Visit(models.Model):
    """One person at one activity of one organisation. The comment is about the activity, never about people."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="visits")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="visits")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="visits")
    notice = models.ForeignKey(Notice, models.SET_NULL, null=True, blank=True, related_name="visits")
    day = models.DateField()
    about = models.CharField(max_length=200)
    state = models.CharField(max_length=4, choices=VisitState.choices, default=VisitState.PLANNED)
    comment = models.CharField(max_length=1000, blank=True)
    recorded = models.DateField()
    answer = models.CharField(max_length=1000, blank=True)
    answered = models.DateField(null=True, blank=True)
    answered_by = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-day", "-id")
        indexes = (models.Index(fields=("organisation", "day")), models.Index(fields=("person", "day")))
        constraints = (
            models.UniqueConstraint(fields=("person", "activity"), name="visits_an_activity_once"),
            models.UniqueConstraint(fields=("person", "notice"), name="visits_a_notice_once"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} → {self.organisation_id} {self.day}"
