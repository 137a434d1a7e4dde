"""A slow, plain interpreter of rule packs, kept to check the real evaluators against.

It walks the grammar of a pack with fractions and loops, straight from ``docs/reference/semantics.md``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bihuan.appraisal.choices import PartPeriod
from bihuan.appraisal.grammar import GradeMethod, Measure
from bihuan.appraisal.tables import LedgerTables
from bihuan.packs.grammar import Pack
from tests.support.pencil_calendar import Days
from tests.support.pencil_facts import BEST, MID, SCENARIOS, WORST
from tests.support.pencil_grades import Entrant, Round, fires
from tests.support.pencil_ledger import PARTY_GROUP, Sight
from tests.support.pencil_measures import NOT_APPLICABLE, Marked, Marking, in_order
from tests.support.pencil_records import Whom

ZERO = Fraction(0)


@dataclass(frozen=True)
class PencilMeasure:
    """A measure of one organisation: 已得 + 已扣 + 未到期 + 未评定 = 满分 + 超出."""

    state: str
    max: Fraction
    earned: Fraction = ZERO
    lost: Fraction = ZERO
    not_due: Fraction = ZERO
    not_judged: Fraction = ZERO
    beyond: Fraction = ZERO
    due: Fraction = ZERO
    done: Fraction = ZERO
    late: Fraction = ZERO
    missing: Fraction = ZERO


@dataclass(frozen=True)
class PencilOrganisation:
    """One organisation: measures by id, sections and total as (best, middle, worst); None where undefined."""

    measures: Mapping[str, PencilMeasure]
    sections: Mapping[str, tuple[Fraction, Fraction, Fraction]]
    total: tuple[Fraction, Fraction, Fraction] | None
    vetoes: tuple[str, ...]
    grade: str | None
    forecast: str | None
    best_grade: str | None
    consequences: tuple[str, ...]


@dataclass(frozen=True)
class PencilResult:
    """Every organisation to which at least one measure applies, by its id."""

    organisations: Mapping[str, PencilOrganisation]


def pencil_score(
    pack: Pack,
    tables: LedgerTables,
    period: tuple[date, date],
    as_of: date,
    known_at: date | None,
    previous_grades: Mapping[str, list[str]] | None = None,
) -> PencilResult:
    """Evaluate all organisations of a ledger by a pack over a period."""
    sight = Sight(pack, tables, as_of, known_at)
    days = Days(*period)
    entrants: dict[str, Entrant] = {}
    for organisation in sorted({row.organisation for row in sight.states}):
        day = sight.base_day(organisation, "期末", days)
        state = None if day is None else sight.state(organisation, day)
        if state is None or state.tier == PARTY_GROUP:
            continue
        marking = Marking(pack, sight, organisation, days)
        if any(marked.state != NOT_APPLICABLE for marked in marking.marked().values()):
            no_grade = pack.choices.part_period is PartPeriod.NO_GRADE and marking.duties.is_part_period(Whom())
            entrants[organisation] = Entrant(marking, marking.totals(), no_grade)
    judged = pack.grading is not None and pack.grading.method is GradeMethod.JUDGED
    graded = pack.grading is not None and (judged or not pack.incomplete)
    grades = Round(pack, entrants).grades() if graded else {}
    results = {}
    for name, entrant in entrants.items():
        grade = grades.get(name, (None, None, None))
        results[name] = _written_up(pack, entrant, grade, (previous_grades or {}).get(name, []))
    return PencilResult(results)


def _written_up(
    pack: Pack, entrant: Entrant, grades: tuple[str | None, str | None, str | None], previous: list[str]
) -> PencilOrganisation:
    marking = entrant.marking
    measures = {one.id: _measure(one, marking.marked()[one.id]) for one in pack.measures}
    lost = {name: one.lost for name, one in measures.items()}
    sections = {}
    for entry in pack.sections:
        points = in_order({scenario: marking.section(entry.section, scenario) for scenario in SCENARIOS})
        sections[entry.section] = (points[BEST], points[MID], points[WORST])
    totals = entrant.totals
    return PencilOrganisation(
        measures=measures,
        sections=sections,
        total=None if pack.incomplete else (totals[BEST], totals[MID], totals[WORST]),
        vetoes=tuple(marking.vetoes()),
        grade=grades[0],
        forecast=grades[1],
        best_grade=grades[2],
        consequences=tuple(
            rule.id for rule in pack.consequences if fires(rule.trigger, marking, grades[0] or "", previous, lost)
        ),
    )


def _measure(measure: Measure, marked: Marked) -> PencilMeasure:
    counts = dict(zip(("due", "done", "late", "missing"), marked.tale.shown, strict=True))
    if marked.points is None:
        return PencilMeasure(marked.state, measure.max, **counts)
    best, mid, worst = (marked.points[scenario] for scenario in (BEST, MID, WORST))
    not_due, not_judged, lost = mid - worst, best - mid, measure.max - best
    state = "未评定" if not_judged > 0 else "未到期" if not_due > 0 else "已定"
    return PencilMeasure(state, measure.max, worst, max(ZERO, lost), not_due, not_judged, max(ZERO, -lost), **counts)
