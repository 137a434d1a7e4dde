"""Workbooks on their way in: the saved mappings of an agency's own sheets, and what stands ready to be taken."""

from django.db import models

from bihuan_site.organisations.models.tree import Organisation


class SheetMapping(models.Model):
    """Which column of an agency's own sheet is which column of the exchange standard, saved by name."""

    name = models.CharField(max_length=60, primary_key=True)
    content = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class StagedImport(models.Model):
    """A workbook that was read and shown, not yet taken: bound to its bytes and to the data it was compared with.

    ``digest`` is the SHA-256 of the bytes and of the mapping used, ``basis`` stands for the data when it was read.
    ``rows`` holds the rows by table, ``problems`` what is wrong, each with its sheet, row and column.
    """

    id = models.CharField(max_length=40, primary_key=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="imports")
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, db_index=True)
    basis = models.CharField(max_length=64)
    mapping = models.CharField(max_length=60, blank=True)
    rows = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    read = models.DateTimeField(auto_now_add=True)
    taken = models.DateTimeField(null=True, blank=True)
    account = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("-read",)

    def __str__(self) -> str:
        return f"{self.name} {self.read:%F}"
