"""Theory study of a leading group or committee (中心组学习): the year's topics and its sessions."""

from django.db import models

from bihuan_site.ledger.models import Activity
from bihuan_site.organisations.models import Organisation
from bihuan_site.shared.fields import TextsField


class StudyTopic(models.Model):
    """One topic a year's plan requires, with the paper that asks for it; ``month`` is when it is planned."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="study_topics")
    year = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=120)
    source = models.CharField(max_length=200)
    month = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("year", "month", "id")
        constraints = (models.UniqueConstraint(fields=("organisation", "year", "text"), name="one_topic_a_year"),)

    def __str__(self) -> str:
        return self.text


class StudySession(models.Model):
    """One session, arranged and then recorded; ``activity`` is the record, which counts like any other.

    ``observing`` names those invited to sit in, as units: ``group:`` a youth study group, ``branch:`` a branch.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="study_sessions")
    day = models.DateField()
    begins = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=120)
    topics = models.ManyToManyField(StudyTopic, related_name="sessions", blank=True)
    observing = TextsField()
    arranged = models.DateField()
    cancelled = models.DateField(null=True, blank=True)
    activity = models.OneToOneField(Activity, models.PROTECT, null=True, blank=True, related_name="study_session")
    by = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-day", "-id")
        indexes = (models.Index(fields=("organisation", "day")),)

    def __str__(self) -> str:
        return self.title
