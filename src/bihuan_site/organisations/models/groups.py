"""Bodies beside the tree: task forces (专班) and youth theory study groups (青年理论学习小组)."""

from django.db import models

from bihuan_site.organisations.models.people import Person
from bihuan_site.organisations.models.tree import Organisation


class TaskForce(models.Model):
    """People of several organisations at one task for a time; ``organisation`` is the one that set it up."""

    id = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=60)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="task_forces")
    purpose = models.CharField(max_length=400)
    lead = models.ForeignKey(Person, models.PROTECT, related_name="leads")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-since", "id")

    def __str__(self) -> str:
        return self.name


class TaskForceMember(models.Model):
    """A person in a task force over an interval."""

    task_force = models.ForeignKey(TaskForce, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="task_forces")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("since", "id")
        constraints = (models.UniqueConstraint(fields=("task_force", "person", "since"), name="joined_once"),)

    def __str__(self) -> str:
        return f"{self.task_force_id} {self.person_id}"


class TaskForceTask(models.Model):
    """One task of a task force, with the day it is due and the day it was done."""

    task_force = models.ForeignKey(TaskForce, models.CASCADE, related_name="tasks")
    text = models.CharField(max_length=200)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    due = models.DateField()
    done = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("due", "id")

    def __str__(self) -> str:
        return self.text


class StudyGroup(models.Model):
    """A youth theory study group: where it is, who leads and who guides it (导师), up to which age people belong."""

    id = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=60)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="study_groups")
    leader = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="leads_study")
    mentor = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="mentors")
    age_limit = models.PositiveSmallIntegerField(default=40)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("organisation_id", "id")

    def __str__(self) -> str:
        return self.name


class StudyGroupMember(models.Model):
    """A person in a study group over an interval."""

    study_group = models.ForeignKey(StudyGroup, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="study_groups")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("since", "id")
        constraints = (models.UniqueConstraint(fields=("study_group", "person", "since"), name="entered_once"),)

    def __str__(self) -> str:
        return f"{self.study_group_id} {self.person_id}"


class StudyObserver(models.Model):
    """A young person who sits in on a theory-study session of the leading group, batch by batch (分批列席)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="observings")
    study_group = models.ForeignKey(StudyGroup, models.PROTECT, related_name="observers")
    batch = models.PositiveSmallIntegerField()
    day = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("batch", "id")
        constraints = (models.UniqueConstraint(fields=("person", "batch"), name="one_seat_a_batch"),)

    def __str__(self) -> str:
        return f"{self.batch} {self.person_id}"
