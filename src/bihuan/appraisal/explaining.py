"""Why a branch has the points it has: each measure down to its clause, its records and its arithmetic.

Rendered on demand by the reference evaluator, so that asking why is also a check of the stored points.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from bihuan.appraisal.compiled import CompiledComponent, CompiledMeasure
from bihuan.appraisal.facts import FactFinder
from bihuan.appraisal.grammar import Nature, Rollup
from bihuan.appraisal.results import Line, LineState
from bihuan.appraisal.scoring import Scorer
from bihuan.appraisal.sentences import change_text, fact_text, points_text, tally_text
from bihuan.appraisal.subjects import Who
from bihuan.appraisal.values import FactValue
from bihuan.basics.wording import day_text, label_text
from bihuan.progress.matching import Slot, Tally, tally
from bihuan.responsibility.grammar import Basis

NO_NAMES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class WindowReason:
    """What became of one window: its label, state (已办, 补办, 缺, 可补, 未到期), last day, records and whose it is."""

    label: str
    state: str
    by: date
    records: tuple[str, ...]
    subject: str | None


@dataclass(frozen=True, slots=True)
class Reason:
    """One component: a sentence, its net points in units, its clauses, its windows, its records.

    ``win_back`` units can still be had, ``win_back_by`` the last day named for it.
    """

    text: str
    points: int
    basis: tuple[Basis, ...]
    windows: tuple[WindowReason, ...]
    records: tuple[str, ...]
    win_back: int
    win_back_by: date | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """One measure explained: its line, clauses, reasons, and the sum as a person would write it."""

    line: Line
    measure: str
    section: str
    basis: tuple[Basis, ...]
    reasons: tuple[Reason, ...]
    arithmetic: str
    late_entries: tuple[str, ...]


def explain_measure(scorer: Scorer, compiled: CompiledMeasure, names: Mapping[str, str] = NO_NAMES) -> Explanation:
    """Explain one measure of the branch ``scorer`` looks at; ``names`` are of people and Party groups by id."""
    line = scorer.line(compiled)
    reasons: list[Reason] = []
    late: list[str] = []
    if line.state is not LineState.NOT_APPLICABLE:
        for part, finder in parts_of(scorer, compiled):
            for component in part.components:
                facts = scorer.facts(component, finder)
                if facts:
                    reasons.append(_reason(scorer, component, facts, finder, names))
                    late += _late_entries(component, finder)
    measure = compiled.measure
    arithmetic = _arithmetic(compiled, line, reasons, scorer.rules.per_point)
    return Explanation(
        line, measure.measure, measure.section, measure.basis, tuple(reasons), arithmetic, tuple(dict.fromkeys(late))
    )


def explain_branch(scorer: Scorer, names: Mapping[str, str] = NO_NAMES) -> tuple[Explanation, ...]:
    """Explain every measure in the pack's order; ``names`` are of people and Party groups by id."""
    return tuple(explain_measure(scorer, compiled, names) for compiled in scorer.rules.measures)


def parts_of(scorer: Scorer, compiled: CompiledMeasure) -> list[tuple[CompiledMeasure, FactFinder]]:
    """Give a measure with its finder of facts; of one in instalments, each instalment with its own."""
    if not compiled.instalments:
        return [(compiled, scorer.finder)]
    return [(part, scorer.part_finder(part)) for part in compiled.instalments]


def _reason(
    scorer: Scorer,
    component: CompiledComponent,
    facts: Sequence[tuple[Who, FactValue]],
    finder: FactFinder,
    names: Mapping[str, str],
) -> Reason:
    per_point = scorer.rules.per_point
    best, middle, worst = (amount for amount, _ in scorer.nets(component, facts))
    pairs = [(who, slot) for unit in component.units for who, slots in finder.slots(unit) for slot in slots if slot]
    windows = tuple(_window_reason(who, slot, scorer.view.as_of) for who, slot in pairs)
    text = _sentences(component, facts, pairs, scorer.view.as_of, names)
    change = change_text(worst, per_point, component.gathers)
    win_back = max(0, middle - worst)
    if best > middle:
        change = f"暂按最不利计，{change}，认定后最多可回 {points_text(best - middle, per_point)} 分"
    by = max((one.by for one in windows if one.state in ("可补", "未到期")), default=None)
    if win_back:
        verb = "得" if component.gathers else "挽回"
        when = f"（{day_text(by)}前）" if by else ""
        change += f"，还可{verb} {points_text(win_back, per_point)} 分{when}"
    records = tuple(dict.fromkeys([*_window_records(windows), *_fact_records(facts)]))
    basis = component.component.basis
    return Reason(f"{text}，{change}", worst, basis, windows, records, win_back, by)


def _sentences(
    component: CompiledComponent,
    facts: Sequence[tuple[Who, FactValue]],
    pairs: Sequence[tuple[Who, Slot]],
    as_of: date,
    names: Mapping[str, str],
) -> str:
    """One sentence a subject; of several subjects, those who met everything are only counted."""
    met = [who for who, fact in facts if isinstance(fact, Tally) and fact.done == fact.due and not fact.late]
    if len(facts) < 2 or not met:
        return "；".join(_sentence(component, who, fact, pairs, as_of, names) for who, fact in facts)
    rest = [_sentence(component, who, fact, pairs, as_of, names) for who, fact in facts if who not in met]
    word = "个党小组" if met[0].is_group else "人"
    demanded = _sentence(component, met[0], dict(facts)[met[0]], pairs, as_of, {met[0].id or "": ""}).strip()
    everyone = f"{len(met)} {word}每{word[0]}{demanded}"
    return "；".join([*rest, everyone])


def _sentence(
    component: CompiledComponent,
    who: Who,
    fact: FactValue,
    pairs: Sequence[tuple[Who, Slot]],
    as_of: date,
    names: Mapping[str, str],
) -> str:
    rolled = component.subject is not None and component.subject.rollup in (Rollup.ALL, Rollup.ANY)
    whom = f"{names.get(who.id, who.id)} " if who.id else ""
    if isinstance(fact, Tally) and component.units:
        mine = [slot for owner, slot in pairs if rolled or owner.id == who.id]
        return whom + tally_text(component, fact, mine, as_of)
    return whom + fact_text(component, fact)


def _window_reason(who: Who, slot: Slot, as_of: date) -> WindowReason:
    counted = tally([slot], as_of)
    records = tuple(entry.row.id for entry, _ in slot.used)
    state, by = "已办", slot.window.deadline
    if counted.recoverable and slot.window.late_until:
        state, by = "可补", slot.window.late_until
    elif counted.missing:
        state = "缺"
    elif counted.pending:
        state = "未到期"
    elif counted.late:
        state = "补办"
    return WindowReason(label_text(slot.window.label), state, by, records, who.id)


def _window_records(windows: Sequence[WindowReason]) -> list[str]:
    return [record for window in windows for record in window.records]


def _fact_records(facts: Sequence[tuple[Who, FactValue]]) -> list[str]:
    return [record for _, fact in facts for record in getattr(getattr(fact, "evidence", None), "records", ())]


def _late_entries(component: CompiledComponent, finder: FactFinder) -> list[str]:
    return [
        entry.row.id
        for unit in component.units
        for _, slots in finder.slots(unit)
        for slot in slots
        if slot
        for entry, _ in slot.used
        if entry.late_entry
    ]


def _arithmetic(compiled: CompiledMeasure, line: Line, reasons: Sequence[Reason], per_point: int) -> str:
    if line.state is LineState.NOT_APPLICABLE:
        return "不适用"
    if line.state is LineState.CHECK:
        return "只列检查，不计分"
    terms = [points_text(compiled.start, per_point)] if compiled.start else []
    for reason in reasons:
        if reason.points:
            sign = "−" if reason.points < 0 else "＋"
            terms.append(f"{sign} {points_text(abs(reason.points), per_point)}")
    nominal = compiled.start + sum(reason.points for reason in reasons)
    text = f"{' '.join(terms) or '0'} ＝ {points_text(nominal, per_point)}"
    if nominal != line.earned:
        text += f"，{_why_limited(compiled, line, nominal)}，得 {points_text(line.earned, per_point)}"
    return text


def _why_limited(compiled: CompiledMeasure, line: Line, nominal: int) -> str:
    if nominal < line.earned and line.earned == 0:
        return "扣完为止"
    if nominal > line.earned == compiled.top:
        return "以满分为限"
    if compiled.measure.instalments:
        return f"分期{compiled.measure.instalments.combine}"
    return "按情形关系与取整" if compiled.measure.nature is not Nature.PENALTY else "倒扣"
