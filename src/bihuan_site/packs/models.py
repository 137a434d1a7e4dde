"""Versions of rule packs: drafts that forms write, and frozen bytes that nobody changes any more."""

from django.db import models

from bihuan_site.shared.fields import TextsField


class Stage(models.TextChoices):
    """How far a version has come."""

    DRAFT = "草稿", "草稿"
    REVIEW = "待审", "待审"
    APPROVED = "已审", "已审"
    PUBLISHED = "已发布", "已发布"


class PackVersion(models.Model):
    """One version of one pack. One version at a time is in force (``active``).

    ``source`` is what forms write (see ``bundles``): the pack's own words as bare data, with the packs it builds on.
    ``content`` of a published version are the frozen canonical bytes, whose fingerprints stand beside them; before that
    it is empty. ``editors`` are the people who wrote the draft: none of them reviews it.
    """

    pack = models.CharField(max_length=80)
    version = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    content = models.BinaryField(default=bytes, blank=True)
    source = models.BinaryField(default=bytes, blank=True)
    meaning = models.CharField(max_length=80, blank=True)
    wording = models.CharField(max_length=80, blank=True)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="drafts")
    note = models.CharField(max_length=400, blank=True)
    returned = models.CharField(max_length=400, blank=True)
    author = models.CharField(max_length=40, blank=True)
    editors = TextsField()
    reviewer = models.CharField(max_length=40, blank=True)
    rounds = models.PositiveSmallIntegerField(default=0)
    created = models.DateTimeField(auto_now_add=True)
    published = models.DateTimeField(null=True, blank=True)
    active = models.BooleanField(default=False)
    active_from = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-created", "-id")
        constraints = (
            models.UniqueConstraint(fields=("pack", "version"), name="one_version_once"),
            models.UniqueConstraint(fields=("active",), condition=models.Q(active=True), name="one_pack_in_force"),
        )

    def __str__(self) -> str:
        return f"{self.pack} {self.version}"
