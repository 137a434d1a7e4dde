"""From duties to dated obligations: every organisation's plan for a period, and where each obligation stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bihuan.appraisal.branch import BranchLedger, BranchView, split_ledger
from bihuan.appraisal.compiled import RequirementUnit
from bihuan.appraisal.compiling import compile_rules
from bihuan.appraisal.facts import FactFinder
from bihuan.appraisal.scoring import view_of
from bihuan.appraisal.subjects import Who
from bihuan.appraisal.tables import LedgerTables
from bihuan.basics.periods import Period
from bihuan.packs.grammar import Pack
from bihuan.progress.matching import Slot, tally
from bihuan.responsibility.grammar import Duty
from bihuan.runners.rules import rules_of
from bihuan.runners.scoring import Progress


@dataclass(frozen=True, slots=True)
class Obligation:
    """One dated obligation of one organisation (应办).

    ``need`` and ``done`` are in ``unit``; ``state`` is 未到期, 已办, 补办, 可补, 缺 or 不适用; ``who`` are the
    ids of those who hold the post on the deadline; ``measures`` are the ids of the measures it counts for.
    ``duty``, ``who`` of a duty counted person by person and ``window_key`` together name it for ever.
    """

    organisation: str
    name: str
    duty: str
    title: str
    tier: str
    post: str
    who: tuple[str, ...]
    window: str
    start: date
    deadline: date
    late_until: date | None
    need: Fraction
    done: Fraction
    unit: str
    state: str
    records: tuple[str, ...]
    basis: tuple[str, ...]
    measures: tuple[str, ...]
    provisional: bool
    window_key: str


def plan_ledger(
    pack: Pack,
    tables: LedgerTables,
    period: Period,
    as_of: date | None = None,
    known_at: date | None = None,
    progress: Progress | None = None,
) -> tuple[Obligation, ...]:
    """List the obligations of every organisation in ``period``, by organisation, duty and deadline.

    ``as_of`` is the day on which their state is seen; it defaults to the period's end.
    """
    rules = compile_rules(rules_of(pack), period)
    ledgers = split_ledger(tables)
    counted_by = measures_by_duty(pack)
    found: list[Obligation] = []
    for number, ledger in enumerate(ledgers.values(), start=1):
        view = view_of(ledger, rules, as_of or period.end, known_at)
        found += obligations_of(pack, FactFinder(rules, view), counted_by)
        if progress:
            progress(number, len(ledgers))
    return tuple(found)


def measures_by_duty(pack: Pack) -> Mapping[str, tuple[str, ...]]:
    """Give the ids of the measures each duty counts for."""
    found: dict[str, list[str]] = {}
    for measure in pack.measures:
        for component in measure.components:
            for duty in component.duties:
                found.setdefault(duty, []).append(measure.id)
    return {duty: tuple(dict.fromkeys(measures)) for duty, measures in found.items()}


def obligations_of(pack: Pack, finder: FactFinder, counted_by: Mapping[str, tuple[str, ...]]) -> Iterable[Obligation]:
    """Give the obligations of the organisation ``finder`` looks at, by duty and deadline."""
    rules, view = finder.rules, finder.view
    standing = view.household.standing
    state = standing.written_on(rules.period.end) or standing.latest
    for duty in pack.duties:
        unit = rules.duty_units.get(duty.id)
        if unit is None:
            continue
        for who, slots in finder.slots(unit):
            for slot in slots:
                if slot is not None:
                    yield _obligation(duty, unit, who, slot, view, state.name, counted_by)


def _obligation(
    duty: Duty,
    unit: RequirementUnit,
    who: Who,
    slot: Slot,
    view: BranchView,
    name: str,
    counted_by: Mapping[str, tuple[str, ...]],
) -> Obligation:
    window, scale = slot.window, unit.demand.scale
    return Obligation(
        view.ledger.organisation,
        name,
        duty.id,
        duty.duty,
        duty.tier,
        duty.post,
        (who.id,) if who.id else _holders(duty, view.ledger, window.deadline),
        window.label,
        window.start,
        window.deadline,
        window.late_until,
        Fraction(slot.need) / scale,
        Fraction(min(slot.on_time + slot.late, slot.need)) / scale,
        str(unit.demand.unit),
        slot_state(slot, view.as_of),
        tuple(entry.row.id for entry, _ in slot.used),
        tuple(f"{basis.source} {basis.clause}" for basis in duty.basis),
        counted_by.get(duty.id, ()),
        window.provisional,
        window.key,
    )


def slot_state(slot: Slot, as_of: date) -> str:
    """Name the state of one obligation in Chinese."""
    counted = tally([slot], as_of)
    if counted.recoverable:
        return "可补"
    if counted.missing:
        return "缺"
    if counted.pending:
        return "未到期"
    return "补办" if counted.late else "已办"


def _holders(duty: Duty, ledger: BranchLedger, day: date) -> tuple[str, ...]:
    if duty.post == "组织":
        return ()
    holders = ledger.household.holders((duty.post,))
    return tuple(person for person, held in holders.items() if any(first <= day <= last for first, last in held))
