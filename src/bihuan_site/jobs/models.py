"""Work the site does by itself, one row a run, taken under a lease."""

from django.db import models


class State(models.TextChoices):
    """How far a run has come."""

    WAITING = "待办", "待办"
    RUNNING = "在办", "在办"
    DONE = "完成", "完成"
    FAILED = "失败", "失败"


class Job(models.Model):
    """One run of one periodic work in one slot (a day, an hour, some minutes, or asked for by hand).

    ``missed`` counts earlier slots that passed unworked and are not made up, since only so many are.
    """

    name = models.CharField(max_length=60)
    slot = models.CharField(max_length=40)
    day = models.DateField()
    state = models.CharField(max_length=4, choices=State.choices, default=State.WAITING)
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_owner = models.CharField(max_length=80, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    missed = models.PositiveIntegerField(default=0)
    started = models.DateTimeField(null=True, blank=True)
    finished = models.DateTimeField(null=True, blank=True)
    incident = models.CharField(max_length=20, blank=True)
    result = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("state", "not_before")), models.Index(fields=("name", "state")))
        constraints = (models.UniqueConstraint(fields=("name", "slot"), name="one_run_a_slot"),)

    def __str__(self) -> str:
        return f"{self.name} {self.slot}"


class Worker(models.Model):
    """A process that works the table, and when it was last seen."""

    name = models.CharField(max_length=80, primary_key=True)
    version = models.CharField(max_length=20)
    began = models.DateTimeField()
    seen = models.DateTimeField()

    class Meta:
        ordering = ("-seen",)

    def __str__(self) -> str:
        return self.name
