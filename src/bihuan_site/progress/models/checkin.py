"""Who said at the meeting that they are there."""

from django.db import models

from bihuan_site.organisations.models import Person
from bihuan_site.progress.models.notices import Notice


class CheckIn(models.Model):
    """One person confirmed one time to be at an announced activity. Nothing else is kept: no place, no picture."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="check_ins")
    person = models.ForeignKey(Person, models.CASCADE, related_name="check_ins")
    moment = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("notice", "person"), name="checks_in_once"),)

    def __str__(self) -> str:
        return f"{self.notice_id} {self.person_id}"
