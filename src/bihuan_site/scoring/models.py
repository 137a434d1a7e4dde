"""What the engine last said of every branch, kept so that lists and sums need no evaluation."""

from django.db import models

from bihuan_site.organisations.models import Organisation
from bihuan_site.packs.models import PackVersion
from bihuan_site.shared.fields import FractionField, TextsField


class Standing(models.Model):
    """Where one organisation stands in one period as of one day. Points are whole units of ``1 / per_point``.

    ``total`` is what is certain, ``within_reach`` what it becomes if everything not yet due gets done, ``best`` if
    everything not yet judged goes well too; all None for a pack that is a fragment or an organisation there too short.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="standings")
    pack = models.ForeignKey(PackVersion, models.CASCADE, related_name="+")
    period = models.CharField(max_length=20)
    as_of = models.DateField()
    per_point = models.PositiveIntegerField()
    total = models.BigIntegerField(null=True)
    within_reach = models.BigIntegerField(null=True)
    best = models.BigIntegerField(null=True)
    max = models.BigIntegerField()
    bonus = models.BigIntegerField(default=0)
    earned = models.BigIntegerField(default=0)
    lost = models.BigIntegerField(default=0)
    not_due = models.BigIntegerField(default=0)
    not_judged = models.BigIntegerField(default=0)
    grade = models.CharField(max_length=20)
    forecast = models.CharField(max_length=20, blank=True)
    at_best = models.CharField(max_length=20, blank=True)
    sections = models.JSONField(default=list)
    reckoned = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "period"), name="one_standing_a_period"),)

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.period}"


class Obligation(models.Model):
    """One dated obligation of one organisation in the year of the business day (应办), with what became of it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="obligations")
    duty = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    tier = models.CharField(max_length=20)
    post = models.CharField(max_length=40)
    who = TextsField()
    subject = models.CharField(max_length=40, blank=True)
    window = models.CharField(max_length=60)
    start = models.DateField()
    deadline = models.DateField()
    late_until = models.DateField(null=True, blank=True)
    need = FractionField()
    done = FractionField()
    unit = models.CharField(max_length=10)
    state = models.CharField(max_length=10)
    records = TextsField()
    basis = TextsField()
    measures = TextsField()

    class Meta:
        ordering = ("deadline", "organisation_id", "duty", "subject")
        indexes = (
            models.Index(fields=("organisation", "deadline")),
            models.Index(fields=("duty", "deadline")),
            models.Index(fields=("state", "deadline")),
            models.Index(fields=("deadline", "organisation", "duty", "subject")),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.duty} {self.window}"


class Due(models.Model):
    """Something a branch can still do: an open window of a measure, or of a duty that no measure counts.

    ``worth`` is what it can bring, in units of ``1 / per_point``; 0 where it brings none or it cannot be told apart.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="dues")
    title = models.CharField(max_length=200)
    kinds = TextsField()
    is_paper = models.BooleanField(default=False)
    window = models.CharField(max_length=60)
    start = models.DateField()
    deadline = models.DateField()
    late_until = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10)
    subject = models.CharField(max_length=40, blank=True)
    subject_name = models.CharField(max_length=120, blank=True)
    measure = models.CharField(max_length=120, blank=True)
    duty = models.CharField(max_length=120, blank=True)
    worth = models.BigIntegerField(default=0)
    per_point = models.PositiveIntegerField(default=1)
    window_key = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("deadline", "id")
        indexes = (models.Index(fields=("organisation", "deadline")),)

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.title} {self.window}"
