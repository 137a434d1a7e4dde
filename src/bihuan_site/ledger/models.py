"""The stored ledger: one model a table of the exchange standard, with its field names.

A record is never changed: a correction is a new row that names the old one (``corrects``), a withdrawal likewise.
``received`` is the day the program took it in, ``stamped`` the moment.
"""

from django.db import models

from bihuan_site.organisations.models import Organisation, Person
from bihuan_site.shared.fields import FractionField, TextsField


class Row(models.Model):
    """What every row of the ledger has."""

    id = models.CharField(max_length=60, primary_key=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="%(class)s_rows")
    received = models.DateField(null=True, blank=True)
    corrects = models.CharField(max_length=60, null=True, blank=True, db_index=True)
    withdrawn = models.BooleanField(default=False)
    stamped = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=40, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.id


class Activity(Row):
    """One activity, recorded once. ``text`` and ``place`` stay on the site; the standard does not carry them."""

    kinds = TextsField()
    day = models.DateField()
    group = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="group_activities")
    topics = TextsField()
    minutes = models.PositiveIntegerField(default=0)
    due = models.PositiveIntegerField(default=0)
    present = models.PositiveIntegerField(default=0)
    leave = models.PositiveIntegerField(default=0)
    others = TextsField()
    chair = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="chaired")
    speakers = TextsField()
    leaders = TextsField()
    observers = TextsField()
    first_item = models.BooleanField(default=False)
    makes_up = models.CharField(max_length=20, null=True, blank=True)
    claimed = models.DateField(null=True, blank=True)
    title = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=120, blank=True)
    begins = models.TimeField(null=True, blank=True)
    text = models.TextField(blank=True)
    replaced = models.BooleanField(default=False)

    class Meta:
        ordering = ("-day", "-id")
        indexes = (models.Index(fields=("organisation", "day")), models.Index(fields=("day",)))


class Participation(models.Model):
    """A person named in an activity, by role: what finds the activities a leader took part in elsewhere."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="participations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="participations")
    role = models.CharField(max_length=10)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("activity", "person", "role"), name="one_role_once"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


class Submission(Row):
    """A report, plan or other paper handed upward."""

    kind = models.CharField(max_length=60)
    day = models.DateField()
    period = models.CharField(max_length=20, null=True, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    returned = models.BooleanField(default=False)
    claimed = models.DateField(null=True, blank=True)
    replaced = models.BooleanField(default=False)

    class Meta:
        ordering = ("-day", "-id")
        indexes = (models.Index(fields=("organisation", "kind", "day")),)


class Exemption(Row):
    """A duty or measure that does not apply to an organisation for a time."""

    target = models.CharField(max_length=120)
    ground = models.CharField(max_length=400)
    approver = models.CharField(max_length=60)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    subject = models.CharField(max_length=40, null=True, blank=True)


class Finding(Row):
    """A problem found, with its deadline and the dates on which it moved on."""

    origin = models.CharField(max_length=60)
    text = models.CharField(max_length=400)
    opened = models.DateField()
    nature = models.CharField(max_length=20, default="限期整改")
    due = models.DateField(null=True, blank=True)
    done = models.DateField(null=True, blank=True)
    closed = models.DateField(null=True, blank=True)
    reviewed = models.DateField(null=True, blank=True)
    reopened = models.DateField(null=True, blank=True)
    measures = models.CharField(max_length=400, blank=True)
    leader = models.CharField(max_length=60, blank=True)
    owner = models.CharField(max_length=120, blank=True)
    evidence = models.CharField(max_length=400, blank=True)
    closer = models.CharField(max_length=60, blank=True)


class Judgement(Row):
    """What an assessor decided about one item of one measure."""

    measure = models.CharField(max_length=120)
    item = models.CharField(max_length=120)
    day = models.DateField()
    role = models.CharField(max_length=60)
    outcome = models.CharField(max_length=60, null=True, blank=True)
    value = FractionField(null=True, blank=True)
    count = models.PositiveIntegerField(null=True, blank=True)
    missing = TextsField()
    subject = models.CharField(max_length=40, null=True, blank=True)
    case = models.CharField(max_length=120, null=True, blank=True)
    sample = models.CharField(max_length=60, null=True, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    period = models.CharField(max_length=20, null=True, blank=True)


class BallotCount(Row):
    """Votes of one voter group for one option of one ballot."""

    ballot = models.CharField(max_length=120)
    day = models.DateField()
    group = models.CharField(max_length=60, default="全体")
    option = models.CharField(max_length=60, blank=True)
    votes = models.PositiveIntegerField(default=0)
    subject = models.CharField(max_length=40, null=True, blank=True)
    period = models.CharField(max_length=20, null=True, blank=True)


class Honour(Row):
    """A commendation an organisation received."""

    title = models.CharField(max_length=120)
    level = models.CharField(max_length=40)
    day = models.DateField()
    case = models.CharField(max_length=120, null=True, blank=True)
    holder = models.CharField(max_length=10, default="集体")


class ExternalResult(Row):
    """A result taken over from elsewhere."""

    name = models.CharField(max_length=120)
    day = models.DateField()
    value = FractionField(null=True, blank=True)
    grade = models.CharField(max_length=20, null=True, blank=True)
    case = models.CharField(max_length=120, null=True, blank=True)
    origin = models.CharField(max_length=120, blank=True)
    period = models.CharField(max_length=20, null=True, blank=True)


class Sample(Row):
    """A spot check: what was drawn from which population."""

    measure = models.CharField(max_length=120)
    day = models.DateField()
    population = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    seed = models.CharField(max_length=60, blank=True)
    drawn = TextsField()


class Appeal(Row):
    """A branch's objection to the points of one measure."""

    measure = models.CharField(max_length=120)
    period = models.CharField(max_length=20)
    day = models.DateField()
    answered = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=10, null=True, blank=True)
