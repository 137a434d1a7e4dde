"""Asking the engine about some organisations; nothing here is stored."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from bihuan import api
from bihuan_site.ledger.queries import tables_of
from bihuan_site.packs.in_force import pack_in_force, version_in_force
from bihuan_site.packs.models import PackVersion
from bihuan_site.scoring.periods import period_on, year_on
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.problems import Refused


@dataclass(frozen=True, slots=True)
class Rules:
    """The pack in force with the period and the day that are looked at."""

    version: PackVersion
    pack: api.Pack
    period: api.Period
    as_of: date


def rules_in_force(day: date | None = None, period: api.Period | None = None) -> Rules:
    """Give what evaluation needs. Raises :class:`Refused` if no pack is in force."""
    version = version_in_force()
    pack = pack_in_force()
    if version is None:
        raise Refused("规则包刚刚停用，请刷新后再试。")
    as_of = day or business_day()
    period = period or period_on(pack, as_of)
    return Rules(version, pack, period, min(as_of, period.end) if as_of > period.end else as_of)


def run_of(rules: Rules, organisations: Collection[str], tables: api.LedgerTables | None = None) -> api.Run:
    """Score ``organisations`` in the period of ``rules`` from their stored rows, or from ``tables``."""
    found = tables if tables is not None else tables_of(organisations)
    return api.score(rules.pack, found, rules.period, rules.as_of)


def obligations_of(
    rules: Rules, organisations: Collection[str], tables: api.LedgerTables | None = None
) -> Iterator[api.Obligation]:
    """Give the obligations of ``organisations`` in the whole year of the day that is looked at."""
    found = tables if tables is not None else tables_of(organisations)
    wanted = set(organisations)
    year = year_on(rules.pack, rules.as_of)
    return (one for one in api.plan(rules.pack, found, year, rules.as_of) if one.organisation in wanted)


def units_of_lines(score: api.BranchScore) -> dict[str, int]:
    """Add up what lines that carry points earned, lost and still await, in whole units."""
    lines: list[Any] = [one for one in score.lines if one.state not in (api.LineState.NOT_APPLICABLE, api.LineState.CHECK)]
    return {name: sum(getattr(one, name) for one in lines) for name in ("earned", "lost", "not_due", "not_judged")}
