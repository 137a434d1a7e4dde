"""Reads of imports: what stands ready, what was taken, the saved mappings."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from bihuan_site.organisations.models import SheetMapping, StagedImport
from bihuan_site.organisations.scoping import get_one, within
from bihuan_site.organisations.standard_queries import TABLES
from bihuan_site.shared.actor import Actor


@dataclass(frozen=True, slots=True)
class TableCount:
    """How many rows of a table a workbook brings."""

    sheet: str
    number: int


def imports(actor: Actor) -> QuerySet[StagedImport]:
    """List the imports of the organisations the actor sees, without their rows."""
    return within(actor, StagedImport.objects.defer("rows", "problems"))


def staged(actor: Actor, pk: str) -> StagedImport:
    """Give one import. Raises ``NotFound``."""
    return get_one(within(actor, StagedImport.objects.defer("rows")), pk=pk)


def counts_of(one: StagedImport) -> Sequence[TableCount]:
    """Tell how many rows of each table a workbook brings, in the order of the standard."""
    return [TableCount(table.sheet, one.counts[name]) for name, table in TABLES.items() if one.counts.get(name)]


def mappings(actor: Actor) -> QuerySet[SheetMapping]:
    """List the saved mappings; every office shares them."""
    return SheetMapping.objects.all()


def mapping(actor: Actor, name: str) -> SheetMapping:
    """Give a saved mapping. Raises ``NotFound``."""
    return get_one(SheetMapping.objects.all(), pk=name)
