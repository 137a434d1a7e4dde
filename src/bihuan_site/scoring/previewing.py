"""What a record would change, told before it is handed in; nothing here is stored."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from bihuan import api
from bihuan_site.scoring.evaluating import rules_in_force, standing_of


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the live list. ``kind`` is taken (计入), waiting (待认定) or refused (不计入)."""

    kind: str
    title: str
    note: str
    points: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a record would do for a branch: the list, the score before and after, and the grade it leads to."""

    hits: tuple[Hit, ...]
    before: str
    after: str
    grade: str
    grade_place: int
    grade_count: int
    is_at_best: bool

    @property
    def grade_words(self) -> str:
        """The grade as the panel says it: 达到 优, or 预计 良."""
        return f"{'达到' if self.grade_place == 0 else '预计'} {self.grade}"

    @property
    def counted(self) -> int:
        """How many lines it counts for, those that still await a judgement too."""
        return sum(hit.kind != "refused" for hit in self.hits)


@dataclass(frozen=True, slots=True)
class MakeUp:
    """A window that was missed and can still be made up (补开): how the ledger names it and what a person reads."""

    key: str
    title: str
    label: str
    until: date


def standing_today(organisation: str) -> api.BranchStanding:
    """Look at an organisation once for everything below. Raises ``Refused`` without a pack in force."""
    return standing_of(rules_in_force(), organisation)


def preview_of(standing: api.BranchStanding, *rows: Any) -> Preview:
    """Tell what ``rows`` (engine's rows) would change for the organisation of ``standing``."""
    found = api.preview(standing, *rows)
    grades = [one.grade for one in standing.pack.grading.grades] if standing.pack.grading else []
    grade = found.forecast_after
    is_at_best = grade == found.at_best_after
    return Preview(
        tuple(_hits(standing, found)),
        _points(found.total_before, found.per_point),
        _points(found.total_after, found.per_point),
        grade,
        grades.index(grade) if grade in grades else 0,
        len(grades),
        is_at_best,
    )


def make_ups_of(standing: api.BranchStanding, kinds: Iterable[str]) -> list[MakeUp]:
    """List the windows of measures and duties that look for ``kinds``, were missed, and can be made up today."""
    wanted = set(kinds)
    found: dict[str, MakeUp] = {}
    for finder, title, unit in units_of(standing):
        if not wanted & unit.kinds or not finder.is_mine(unit):
            continue
        for _, slots in finder.slots(unit):
            for slot in slots:
                window = slot.window if slot and slot.is_open else None
                if window and window.late_until and window.deadline < standing.as_of <= window.late_until:
                    found.setdefault(window.key, MakeUp(window.key, title, window.label, window.late_until))
    return sorted(found.values(), key=lambda one: (one.until, one.key))


def kinds_looked_for(standing: api.BranchStanding) -> frozenset[str]:
    """Give the kinds of record that measures and duties asked of the organisation look for."""
    return frozenset(kind for finder, _, unit in units_of(standing) if finder.is_mine(unit) for kind in unit.kinds)


def units_of(standing: api.BranchStanding) -> Iterator[tuple[Any, str, Any]]:
    """Give (finder, title, requirement) of everything that looks at records of the branch."""
    for compiled, line in zip(standing.rules.measures, standing.score.lines, strict=True):
        if line.state is not api.LineState.NOT_APPLICABLE:
            for component in compiled.components:
                for unit in component.units:
                    yield standing.scorer.finder, compiled.measure.measure, unit
    for unit in standing.planner.rules.duty_units.values():
        yield standing.planner, unit.duty.duty if unit.duty else unit.name, unit


def _hits(standing: api.BranchStanding, found: api.Difference) -> Iterator[Hit]:
    gained = {one.measure: one.gained for one in found.measures}
    waiting = {one.measure: one for one in found.waiting if one.is_new}
    asks = {line.line.measure: line.asks for line in standing.lines}
    sames = _duties_by_measure(standing)
    done = {one.after.duty: one for one in found.obligations}
    covered = {duty for look in found.looks if look.measure for duty in sames.get(look.measure, ())}
    for look in found.taken:
        if look.duty and look.duty in covered:
            continue
        same = next((done[one] for one in (look.duty, *sames.get(look.measure, ())) if one in done), None)
        points = gained.get(look.measure, 0)
        words = api.points_text(points, found.per_point) if points else ""
        yield Hit("taken", _titled(look), _taken_note(look, asks.get(look.measure, ()), same), words)
    for one in waiting.values():
        who = "、".join(one.assessors) or "机关党委办公室"
        most = api.points_text(one.at_stake, found.per_point)
        yield Hit("waiting", one.title, f"需{who}认定，最多 +{most}" if one.at_stake else f"需{who}认定")
    seen: set[str] = set()
    for look in found.refused:
        if (look.duty and look.duty in covered) or look.title in seen:
            continue
        seen.add(look.title)
        yield Hit("refused", look.title, f"{look.reason}。")


def _titled(look: api.Look) -> str:
    window = look.window.replace(" ", "")
    return look.title if not window or window in look.title else f"{look.window} {look.title}"


def _taken_note(look: api.Look, asks: Sequence[str], same: api.ObligationChange | None) -> str:
    parts = list(asks[:1])
    if look.made_up:
        parts.append("算补办")
    if same is not None:
        after = same.after
        parts.append(f"{after.window} {_number(after.done)} / {_number(after.need)} {after.unit}".strip())
        parts.append(f"到期 {after.deadline.month} 月 {after.deadline.day} 日")
    return "，".join(parts) or "按责任清单计一次"


def _duties_by_measure(standing: api.BranchStanding) -> dict[str, tuple[str, ...]]:
    """Give for each measure the duties that ask the same of the same kinds: shown once, with the measure."""
    asked = {one: (unit.kinds, unit.requirement.every) for one, unit in standing.planner.rules.duty_units.items()}
    found: dict[str, tuple[str, ...]] = {}
    for compiled in standing.rules.measures:
        units = [unit for component in compiled.components for unit in component.units]
        mine = {(unit.kinds, unit.requirement.every) for unit in units}
        found[compiled.measure.id] = tuple(one for one, what in asked.items() if what in mine)
    return found


def _number(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"


def _points(units: int | None, per_point: int) -> str:
    return "" if units is None else api.points_text(units, per_point)
