"""Asking the engine about some organisations; nothing here is stored."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bihuan import api
from bihuan_site.ledger.queries import tables_of
from bihuan_site.packs.in_force import NONE_IN_FORCE, published_pack, version_in_force
from bihuan_site.packs.models import PackVersion
from bihuan_site.packs.periods import period_on, year_on
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.problems import Refused


@dataclass(frozen=True, slots=True)
class Rules:
    """The pack in force, prepared for the period and the year of the day that is looked at."""

    version: PackVersion
    pack: api.Pack
    period: api.Period
    as_of: date
    scoring: api.CompiledRules
    planning: api.CompiledRules


def rules_in_force(day: date | None = None, period: api.Period | None = None) -> Rules:
    """Give what evaluation needs for ``day`` (today) and the appraisal period it lies in, or for ``period``.

    A period that is over is looked at as of its last day. Raises :class:`Refused` if no pack is in force.
    """
    version = version_in_force()
    if version is None:
        raise Refused(NONE_IN_FORCE)
    mark = version.meaning + version.wording
    pack = published_pack(version.pk, mark)
    asked = day or business_day()
    period = period or period_on(pack, asked)
    as_of = min(asked, period.end)
    year = year_on(pack, as_of)
    return Rules(version, pack, period, as_of, _compiled(version.pk, mark, period), _compiled(version.pk, mark, year))


@lru_cache(maxsize=16)
def _compiled(version: int, mark: str, period: api.Period) -> api.CompiledRules:
    return api.compile_rules(published_pack(version, mark), period)


def standings_of(
    rules: Rules, organisations: Collection[str], tables: api.LedgerTables | None = None
) -> Mapping[str, api.BranchStanding]:
    """Look at each of ``organisations`` through its stored rows (or ``tables``)."""
    found = tables if tables is not None else tables_of(organisations)
    names = api.names_in(found)
    return {
        name: api.stand(rules.pack, rules.scoring, ledger, rules.as_of, names=names, plan=rules.planning)
        for name, ledger in api.branch_ledgers(found).items()
        if name in organisations
    }


def standing_of(rules: Rules, organisation: str) -> api.BranchStanding:
    """Look at one organisation through its stored rows."""
    return standings_of(rules, {organisation})[organisation]
