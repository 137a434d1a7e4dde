"""Files people handed in: what each is, whose, and under which random name it lies."""

import uuid

from django.db import models


class Upload(models.Model):
    """One file. ``digest`` is the SM3 of its bytes; ``stored`` its random name under the files folder.

    ``looked_at`` says what was searched for a secrecy marking: the name alone, or the text too.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    owner = models.ForeignKey("organisations.Person", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    stored = models.CharField(max_length=64, unique=True)
    looked_at = models.CharField(max_length=20)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created", "id")
        indexes = (models.Index(fields=("organisation", "created")),)

    def __str__(self) -> str:
        return self.name
