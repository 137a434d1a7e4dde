"""The trail of acts: rows chained with SM3, so that a changed, cut or reordered trail shows."""

from django.db import models


class AuditRow(models.Model):
    """One act. It holds ids, counts and words of the product, never a name or another personal value.

    ``digest`` is the SM3 of the row's canonical text, which includes ``previous``: the digest of the row before.
    """

    sequence = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    account = models.BigIntegerField(null=True)
    role = models.CharField(max_length=20, blank=True)
    organisation = models.CharField(max_length=40, blank=True)
    act = models.CharField(max_length=80)
    on = models.CharField(max_length=120, blank=True)
    details = models.TextField(default="{}")
    key = models.CharField(max_length=80, null=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("sequence",)
        indexes = (models.Index(fields=("on",)), models.Index(fields=("account", "act")))
        constraints = (models.UniqueConstraint(fields=("account", "act", "key"), name="one_act_a_key"),)

    def __str__(self) -> str:
        return f"{self.sequence} {self.act}"
