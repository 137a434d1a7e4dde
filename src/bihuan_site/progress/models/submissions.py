"""A paper handed upward: who looked at it and what they said; the row itself is ``ledger.Submission``."""

from django.db import models

from bihuan_site.documents.models import Upload
from bihuan_site.ledger.models import Submission
from bihuan_site.organisations.models import Organisation


class PaperState(models.TextChoices):
    """How far a paper is; the value is the word shown."""

    HANDED = "待签收", "待签收"
    RECEIVED = "已签收", "已签收"
    RETURNED = "已退回", "已退回"
    REPLACED = "已重报", "已重报"


class Paper(models.Model):
    """One paper as it was handed in. ``submission`` is the row that stands for it now, a returned copy if returned.

    ``window`` and ``deadline`` are those of the requirement it was handed in for, as they stood that day.
    """

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="paper")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="papers")
    title = models.CharField(max_length=120)
    text = models.CharField(max_length=1000, blank=True)
    window = models.CharField(max_length=60, blank=True)
    deadline = models.DateField(null=True, blank=True)
    upload = models.ForeignKey(Upload, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=4, choices=PaperState.choices, default=PaperState.HANDED)
    handed = models.DateField()
    handed_by = models.CharField(max_length=40, blank=True)
    decided = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    again_after = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="handed_again")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-handed", "-id")
        indexes = (models.Index(fields=("organisation", "state")),)

    def __str__(self) -> str:
        return self.title

    @property
    def days_late(self) -> int:
        """How many days after its deadline it came."""
        return max(0, (self.handed - self.deadline).days) if self.deadline else 0
