"""A task somebody above keeps an eye on (督办): one order, and what each organisation made of it."""

from datetime import date

from django.db import models

from bihuan_site.documents.models import Upload
from bihuan_site.organisations.models import Organisation


class Source(models.TextChoices):
    """Where a supervised task comes from."""

    MEETING = "会议议定", "会议议定"
    INSTRUCTION = "领导批示", "领导批示"
    SUPERIOR = "上级部署", "上级部署"
    CHECK = "检查发现", "检查发现"
    APPRAISAL = "考评反馈", "考评反馈"
    OTHER = "其他", "其他"


class TaskState(models.TextChoices):
    """How far one organisation is; 逾期 is no state of its own but follows from the day."""

    ISSUED = "待签收", "待签收"
    AT_WORK = "在办", "在办"
    ANSWERED = "待验收", "待验收"
    CLOSED = "已办结", "已办结"


class SupervisedOrder(models.Model):
    """What was issued, by whom and on what ground; ``number`` runs within the issuer's year."""

    issuer = models.ForeignKey(Organisation, models.PROTECT, related_name="supervised_orders")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    text = models.CharField(max_length=1000)
    source = models.CharField(max_length=10, choices=Source.choices)
    source_note = models.CharField(max_length=120, blank=True)
    issued = models.DateField()
    issued_by = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("-issued", "-id")
        constraints = (models.UniqueConstraint(fields=("issuer", "year", "number"), name="one_order_a_number"),)

    def __str__(self) -> str:
        return self.title


class SupervisedTask(models.Model):
    """One order at one organisation. ``due`` may be moved, with a reason; the steps keep the old day."""

    order = models.ForeignKey(SupervisedOrder, models.CASCADE, related_name="tasks")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="supervised_tasks")
    state = models.CharField(max_length=4, choices=TaskState.choices, default=TaskState.ISSUED)
    due = models.DateField()
    answer = models.CharField(max_length=2000, blank=True)
    answered = models.DateField(null=True, blank=True)
    closed = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("due", "id")
        constraints = (models.UniqueConstraint(fields=("order", "organisation"), name="one_task_an_organisation"),)
        indexes = (models.Index(fields=("state", "due")),)

    def __str__(self) -> str:
        return f"{self.order_id} {self.organisation_id} {self.state}"

    def is_late(self, today: date) -> bool:
        """Whether it is still open after its day."""
        return self.state != TaskState.CLOSED and self.due < today


class SupervisedStep(models.Model):
    """One act on one task: what, by whom, when, with what words; kept for good."""

    task = models.ForeignKey(SupervisedTask, models.CASCADE, related_name="steps")
    what = models.CharField(max_length=10)
    day = models.DateField()
    stamped = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=20, blank=True)
    text = models.CharField(max_length=2000, blank=True)
    due_before = models.DateField(null=True, blank=True)
    due_after = models.DateField(null=True, blank=True)
    upload = models.ForeignKey(Upload, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.task_id} {self.what} {self.day}"
