"""Why a branch has the points it has: every measure opened, in the words and figures the pages show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from bihuan import api
from bihuan_site.packs.periods import month_ends
from bihuan_site.scoring.evaluating import Rules, standing_of
from bihuan_site.scoring.words import points


@dataclass(frozen=True, slots=True)
class Sums:
    """Points as texts with one way of writing; the whole is 已得 + 未到期 + 未评定 + 已扣."""

    max: str
    earned: str
    lost: str
    not_due: str
    not_judged: str
    bonus: str = ""
    penalty: str = ""


@dataclass(frozen=True, slots=True)
class MeasureShown:
    """One measure with its figures; ``demand`` says what is asked, ``clause`` where, ``records`` what was found."""

    id: str
    name: str
    section: str
    state: str
    demand: str
    clause: str
    due: str
    done: str
    sums: Sums
    records: tuple[str, ...]
    explanation: api.Explanation


@dataclass(frozen=True, slots=True)
class SectionShown:
    """One dimension with its sums and measures."""

    name: str
    sums: Sums
    measures: tuple[MeasureShown, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A reason points were lost (or won) and whether and until when they can be had back."""

    measure: str
    name: str
    points: str
    is_bonus: bool
    win_back: str
    win_back_by: date | None


@dataclass(frozen=True, slots=True)
class ScoreShown:
    """A branch's score, opened."""

    organisation: str
    name: str
    total: str
    at_best: str
    within_reach: str
    is_settled: bool
    grade: str
    forecast: str
    best_grade: str
    to_next: tuple[str, str] | None
    sums: Sums
    sections: tuple[SectionShown, ...]
    ways: tuple[Way, ...] = field(default=())
    trend: tuple[tuple[str, str], ...] = ()
    aim: tuple[str, str] | None = None
    not_applicable: tuple[str, ...] = ()


def explain_branch(rules: Rules, organisation: str) -> ScoreShown | None:
    """Explain one organisation in the period of ``rules``; None if nothing of the pack applies to it."""
    standing = standing_of(rules, organisation)
    return _Shown(rules, standing).whole() if standing.is_in_round else None


class _Shown:
    def __init__(self, rules: Rules, standing: api.BranchStanding) -> None:
        self.rules, self.standing, self.score = rules, standing, standing.score
        self.explained = api.explain_standing(standing)
        self.lines = {one.line.measure: one for one in standing.lines}
        self.titles = {source.source: source.title for source in rules.pack.sources}

    def points(self, units: int) -> str:
        return points(units, self.score.per_point)

    def whole(self) -> ScoreShown:
        best, middle, worst = self.score.total or (0, 0, 0)
        grade = self.standing.grade
        shown = [self.measure(one) for one in self.explained]
        sections = tuple(self.section(one, shown) for one in self.score.sections)
        return ScoreShown(
            organisation=self.score.organisation,
            name=self.standing.ledger.household.standing.latest.name,
            total=self.points(worst) if self.score.total else "",
            at_best=self.points(best),
            within_reach=self.points(middle),
            is_settled=self.score.is_settled,
            grade=grade.grade,
            forecast=grade.forecast,
            best_grade=grade.at_best,
            to_next=self.to_next(worst) if self.score.total else None,
            sums=self.sums_of(*self.score.sections),
            sections=sections,
            ways=tuple(self.ways()),
            trend=tuple(self.trend()),
            aim=self.aim(),
            not_applicable=tuple(one.name for one in shown if one.state == api.LineState.NOT_APPLICABLE),
        )

    def to_next(self, worst: int) -> tuple[str, str] | None:
        """The next grade up by its threshold and the points that are missing to it."""
        grading = self.rules.pack.grading
        lines = [
            (one.score_from, one.grade) for one in (grading.grades if grading else ()) if one.score_from is not None
        ]
        now = Fraction(worst, self.score.per_point)
        above = sorted(line for line in lines if line[0] > now)
        if not above:
            return None
        missing = (above[0][0] - now) * self.score.per_point
        return above[0][1], self.points(int(missing) + (missing.denominator > 1))

    def aim(self) -> tuple[str, str] | None:
        """The best grade and the points it starts at, if it starts at any."""
        grading = self.rules.pack.grading
        first = grading.grades[0] if grading else None
        if first is None or first.score_from is None:
            return None
        return first.grade, api.number_text(Fraction(first.score_from))

    def trend(self) -> Iterator[tuple[str, str]]:
        """What could be reached at best at each month's end, as it was known then, and today."""
        standing = self.standing
        for day in month_ends(self.rules.period, self.rules.as_of):
            then = api.stand(self.rules.pack, standing.rules, standing.ledger, day, known_at=day)
            if then.score.total:
                yield f"{day.month}月", self.points(then.score.total[0])

    def section(self, section: api.SectionScore, shown: Sequence[MeasureShown]) -> SectionShown:
        mine = tuple(one for one in shown if one.section == section.section)
        return SectionShown(section.section, self.sums_of(section), mine)

    def sums_of(self, *sections: api.SectionScore) -> Sums:
        """Add sections up after their weights and whatever the pack does with what does not apply."""
        best, middle, worst = (sum(one.points[outlook] for one in sections) for outlook in range(3))
        most, bonus = sum(one.max for one in sections), sum(one.bonus[2] for one in sections)
        return Sums(
            max=self.points(most),
            earned=self.points(worst),
            lost=self.points(most - best),
            not_due=self.points(middle - worst),
            not_judged=self.points(best - middle),
            bonus=self.points(bonus) if bonus else "",
            penalty=self.points(-self.score.penalty[2]) if self.score.penalty[2] and len(sections) > 1 else "",
        )

    def measure(self, one: api.Explanation) -> MeasureShown:
        line = one.line
        records = tuple(dict.fromkeys(record for reason in one.reasons for record in reason.records))
        return MeasureShown(
            id=line.measure,
            name=one.measure,
            section=one.section,
            state=str(line.state),
            demand="；".join(self.lines[line.measure].asks),
            clause="；".join(f"《{self.titles.get(basis.source, basis.source)}》{basis.clause}" for basis in one.basis),
            due=_count(line.due),
            done=_count(line.done),
            sums=Sums(
                *(self.points(part) for part in (line.max, line.earned, line.lost, line.not_due, line.not_judged))
            ),
            records=records,
            explanation=one,
        )

    def ways(self) -> list[Way]:
        found = []
        for one in self.explained:
            if not _counts(one.line):
                continue
            if one.line.lost:
                back = self.lines[one.line.measure]
                text = self.points(back.win_back) if back.win_back else ""
                lost = f"−{self.points(one.line.lost)}"
                found.append(Way(one.line.measure, one.measure, lost, False, text, back.win_back_by))
            elif not one.line.max and one.line.earned > 0:
                found.append(Way(one.line.measure, one.measure, f"+{self.points(one.line.earned)}", True, "", None))
        return sorted(found, key=lambda way: (way.is_bonus, -Fraction(way.points.lstrip("−+"))))


def _counts(line: api.Line) -> bool:
    return line.state not in (api.LineState.NOT_APPLICABLE, api.LineState.CHECK)


def _count(value: int | Fraction) -> str:
    exact = Fraction(value)
    return str(exact.numerator) if exact.denominator == 1 else api.number_text(exact)
