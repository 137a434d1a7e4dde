"""Tables of 领导责任 beside the exchange standard: planned days, sign-off, exemptions asked, own programmes."""

from django.db import models
from django.db.models import Q

from bihuan_site.organisations.models import Organisation
from bihuan_site.packs.models import PackVersion


class PlannedDate(models.Model):
    """A day on which one window of a duty is planned to be done, by one organisation or (None) by all.

    It never changes the deadline of the rule. The newest row of an organisation, duty and window is ``current``; the
    older ones are its history. ``day`` None takes the plan back.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="planned_dates")
    year = models.CharField(max_length=10)
    duty = models.CharField(max_length=120)
    window = models.CharField(max_length=60)
    day = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200)
    by = models.CharField(max_length=40)
    set_on = models.DateField()
    stamped = models.DateTimeField(auto_now_add=True)
    current = models.BooleanField(default=True)

    class Meta:
        ordering = ("-stamped", "-id")
        indexes = (models.Index(fields=("duty", "window", "organisation")),)
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "year", "duty", "window"),
                condition=Q(current=True, organisation__isnull=False),
                name="one_plan_an_organisation",
            ),
            models.UniqueConstraint(
                fields=("year", "duty", "window"),
                condition=Q(current=True, organisation__isnull=True),
                name="one_plan_for_all",
            ),
        )

    def __str__(self) -> str:
        return f"{self.duty} {self.window} {self.day}"


class SignOffRound(models.Model):
    """One sending out of the year's list for signature (签认), by the version of the pack that was in force."""

    year = models.CharField(max_length=10)
    title = models.CharField(max_length=120)
    pack = models.ForeignKey(PackVersion, models.PROTECT, related_name="+")
    duties = models.PositiveIntegerField()
    issuer = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    issued = models.DateField()
    due = models.DateField()
    by = models.CharField(max_length=40)
    reminded = models.DateField(null=True, blank=True)
    closed = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-issued", "-id")

    def __str__(self) -> str:
        return self.title


class SignOff(models.Model):
    """What one organisation owes a round: its secretary's signature. ``signed`` None is missing."""

    round = models.ForeignKey(SignOffRound, models.CASCADE, related_name="sign_offs")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="sign_offs")
    duties = models.PositiveIntegerField()
    signed = models.DateField(null=True, blank=True)
    by = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("organisation__code",)
        constraints = (models.UniqueConstraint(fields=("round", "organisation"), name="one_signature_a_round"),)

    def __str__(self) -> str:
        return f"{self.round_id} {self.organisation_id}"


class RequestState(models.TextChoices):
    """Where a request for exemption stands."""

    ASKED = "待审批", "待审批"
    GRANTED = "已批准", "已批准"
    REFUSED = "不同意", "不同意"
    WITHDRAWN = "已撤回", "已撤回"


class ExemptionRequest(models.Model):
    """A branch asks not to be held to a duty or measure for a time; granting writes ``exemption`` into the ledger."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="exemption_requests")
    target = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    ground = models.CharField(max_length=200)
    text = models.CharField(max_length=200, blank=True)
    since = models.DateField()
    until = models.DateField()
    asked = models.DateField()
    asked_by = models.CharField(max_length=40)
    asked_account = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.ASKED)
    decided = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=40, blank=True)
    answer = models.CharField(max_length=200, blank=True)
    exemption = models.CharField(max_length=60, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-asked", "-id")
        indexes = (models.Index(fields=("state", "asked")),)
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "target", "since", "until"),
                condition=Q(state="待审批"),
                name="asked_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.target} {self.state}"


class Programme(models.Model):
    """A plan of one or several years made here (a pack may bring its own): duties under headings of its own."""

    title = models.CharField(max_length=120)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=200, blank=True)
    issuer = models.ForeignKey(Organisation, models.PROTECT, related_name="programmes")
    made = models.DateField()
    by = models.CharField(max_length=40)
    withdrawn = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-first_year", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(last_year__gte=models.F("first_year")), name="programme_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return self.title


class ProgrammeHeading(models.Model):
    """A heading of a programme; duties are named by id, so that they live through new versions of the pack."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="headings")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ("place", "id")
        constraints = (models.UniqueConstraint(fields=("programme", "name"), name="one_heading_a_name"),)

    def __str__(self) -> str:
        return self.name


class ProgrammeDuty(models.Model):
    """A duty under a heading."""

    heading = models.ForeignKey(ProgrammeHeading, models.CASCADE, related_name="duties")
    duty = models.CharField(max_length=120)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("heading", "duty"), name="one_duty_a_heading"),)

    def __str__(self) -> str:
        return self.duty
