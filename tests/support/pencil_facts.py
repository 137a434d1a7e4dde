"""What the facts of a pack come to for one organisation, or for one of its Party groups or post holders."""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from bihuan.appraisal.choices import Holders, SameFact, SameHonour, Unjudged
from bihuan.appraisal.grammar import (
    EntryState,
    Fact,
    FindingState,
    Judged,
    JudgedAs,
    RatioOf,
    Rollup,
    ScoreOf,
    Take,
    Tally,
    TallyOf,
    VotesBase,
)
from tests.support.pencil_calendar import Days
from tests.support.pencil_duties import Demand, Duties, Tale
from tests.support.pencil_ledger import Sight
from tests.support.pencil_records import Whom, carries, has_substance, is_of, is_submission_of, is_submitted_by

BEST, MID, WORST = "最好", "中间", "最差"
SCENARIOS = (BEST, MID, WORST)
NOT_DUE, NOT_JUDGED = "未到期", "未评定"
Triple = dict[str, Fraction]


@dataclass
class Reading:
    """What a fact says; ``open`` tells whether and why it may still change, ``family`` how to bracket it."""

    sort: str
    family: str = "数值"
    applicable: bool = True
    number: Fraction = Fraction(0)
    label: str | None = None
    open: str = ""
    items: int = 0
    tale: Tale = field(default_factory=Tale)
    triple: Triple | None = None
    honours: list[list[Any]] = field(default_factory=list)

    def at(self, scenario: str) -> Fraction:
        """Give the number in one scenario."""
        return self.number if self.triple is None else self.triple[scenario]


@dataclass(frozen=True)
class Spot:
    """Where a fact stands: the measure (or veto, or 等次) and the item judgements name."""

    measure: str
    item: str
    costs: bool = False


def taken(take: Take, values: list[Fraction]) -> Fraction:
    """Combine values, the latest last."""
    if take is Take.LATEST:
        return values[-1]
    if take is Take.HIGHEST:
        return max(values)
    if take is Take.LOWEST:
        return min(values)
    return sum(values, Fraction(0)) / (len(values) if take is Take.MEAN else 1)


class Facts:
    """Reads facts for one organisation and one period."""

    def __init__(self, duties: Duties, score_of: Callable[[ScoreOf], list[Triple]]) -> None:
        self.duties, self.score_of = duties, score_of
        self.sight: Sight = duties.sight
        self.pack, self.organisation, self.period = duties.pack, duties.organisation, duties.period
        self.cases: dict[str, str] = {}

    @property
    def early(self) -> bool:
        """Say whether the period is not over on the day of the question."""
        return self.sight.as_of < self.period.end

    def in_period(self, table: str) -> list[Any]:
        """Give the organisation's rows of the period, oldest first."""
        rows = [row for row in self.sight.rows[table] if row.organisation == self.organisation and self._is_of_now(row)]
        return sorted(rows, key=lambda row: (row.day, row.id))

    def _is_of_now(self, row: Any) -> bool:
        if row.period is not None:
            return self.sight.almanac.spelled(row.period) == self.period
        return self.period.has(row.day)

    def read(self, fact: Fact, demands: list[Demand], spot: Spot, whoms: list[Whom], rollup: Rollup) -> Reading:
        """Read whatever fact it is."""
        whom = whoms[0]
        if fact.requirement or fact.duties:
            tale = self.duties.tale(demands, whoms, rollup, spot.measure)
            return Reading("要求", applicable=tale.windows > 0, tale=tale)
        if fact.tally:
            return self._counted(self._tally(fact.tally, whom))
        if fact.ratio:
            return self._ratio(fact, demands, whoms, rollup, spot.measure)
        if fact.judged:
            return self._judged(fact.judged, spot, whom)
        if fact.condition:
            holds = self.sight.applies(fact.condition, self.organisation, self.period)
            return Reading("数", number=Fraction(int(holds)))
        if fact.ballot:
            return self._ballot(fact, whom)
        if fact.external:
            return self._external(fact, spot)
        if fact.honours:
            return self._honours(fact)
        if fact.findings:
            names = fact.findings
            return self._counted(Fraction(len(self.findings(names.state, names.origin, names.natures))))
        if fact.vacancy:
            return self._counted(Fraction(sum(self._stood_vacant(fact, post) for post in fact.vacancy.posts)))
        return self._scores(fact.score_of)

    def _counted(self, number: Fraction) -> Reading:
        return Reading("数", "次数", number=number, open=NOT_DUE if self.early else "")

    # records -----------------------------------------------------------------------------------------------

    def _tally(self, rule: Tally, whom: Whom) -> Fraction:
        only_late = rule.state is EntryState.LATE_ENTRY
        total = Fraction(0)
        for row in self.sight.activities():
            if only_late and not self.sight.is_late_entry("activities", row):
                continue
            mine = is_of(row, self.organisation, whom, rule.role)
            mine = mine and self.period.has(self.sight.belongs("activities", row))
            if mine and has_substance(self.sight, rule, row, self.organisation):
                amounts = {TallyOf.TIMES: 1, TallyOf.MINUTES: row.minutes, TallyOf.PERSON_TIMES: row.present}
                total += amounts[rule.measure_of]
        for row in self.sight.rows["submissions"]:
            if only_late and not self.sight.is_late_entry("submissions", row):
                continue
            in_time = self.period.has(self.sight.belongs("submissions", row))
            mine = in_time and is_submitted_by(row, self.organisation, whom)
            if mine and is_submission_of(self.pack, row, rule.submissions) and rule.measure_of is TallyOf.TIMES:
                total += 1
        return total

    def _ratio(self, fact: Fact, demands: list[Demand], whoms: list[Whom], rollup: Rollup, measure: str) -> Reading:
        of = fact.ratio.of
        reading = Reading("数", "比率")
        if of is RatioOf.ATTENDANCE:
            above, below = self._attendance(fact, whoms[0])
        elif of is RatioOf.RECTIFIED:
            above, below = self._rectified(fact.ratio.origin)
        elif of is RatioOf.LIAISON_COVERAGE:
            above, below = self._liaison()
        else:
            reading.applicable = self.duties.tale(demands, whoms, rollup, measure).windows > 0
            tale = self.duties.tale(demands, whoms, rollup, measure, only_due=True)
            above, below = tale.on_time, tale.due
            if of is RatioOf.COMPLETION:
                above += tale.late
        if below > 0:
            reading.number = Fraction(above) / Fraction(below)
        if self.early:
            reading.open = NOT_DUE
        elif below <= 0:
            reading.open = NOT_JUDGED
        return reading

    def _attendance(self, fact: Fact, whom: Whom) -> tuple[int, int]:
        without = fact.ratio.base_without
        if without is None:
            without = self.pack.choices.attendance_without
        present = base = 0
        for row in self.sight.activities():
            mine = self.period.has(self.sight.belongs("activities", row)) and is_of(row, self.organisation, whom, None)
            if mine and carries(self.pack, row, fact.ratio.records):
                present += row.present
                base += row.due - sum(number for name, number in row.others if name in without)
                base -= row.leave if "请假" in without else 0
        return present, base

    def _rectified(self, source: str) -> tuple[int, int]:
        limit = min(self.sight.as_of, self.period.end)
        asked = [
            row
            for row in self._my_findings(source)
            if row.opened <= self.period.end and row.due is not None and row.due <= limit and row.nature != "长期坚持"
        ]
        if not asked and not self.early:
            return 1, 1
        return sum(self._is_closed(row) for row in asked), len(asked)

    def _liaison(self) -> tuple[int, int]:
        day = min(self.sight.as_of, self.period.end)
        charges: dict[str, set[str]] = {}
        for row in self.sight.liaisons:
            in_force = row.since <= day and (row.until is None or day <= row.until)
            if in_force and self.sight.holds(row.person, self.organisation, None, day):
                charges.setdefault(row.organisation, set()).add(row.person)
        seen = set()
        for row in self.sight.activities():
            if self.period.has(self.sight.belongs("activities", row)):
                people = charges.get(row.organisation, set())
                if any(person in people for person in row.observers):
                    seen.add(row.organisation)
        return len(seen), len(charges)

    # what others decided -----------------------------------------------------------------------------------

    def _once(self, rows: list[Any], dedupe: bool, spot: Spot) -> list[Any]:
        """Drop rows of a case already counted here (去重), and in another measure if the pack says so."""
        kept, seen = [], set()
        for row in rows:
            if row.case is not None and dedupe and row.case in seen:
                continue
            seen.add(row.case)
            kept.append(row)
        if self.pack.choices.same_fact_twice is SameFact.ONCE and spot.costs:
            kept = [row for row in kept if row.case is None or self.cases.get(row.case, spot.measure) == spot.measure]
            for row in kept:
                if row.case is not None:
                    self.cases.setdefault(row.case, spot.measure)
        return kept

    def judgements(self, measure: str, item: str, roles: tuple[str, ...], subject: str | None) -> list[Any]:
        """Give the judgements of one item in the period that count, oldest first."""
        return [
            row
            for row in self.in_period("judgements")
            if (row.measure, row.item, row.subject) == (measure, item, subject)
            and (row.role in roles if roles else row.role != "自评")
        ]

    def _judged(self, rule: Judged, spot: Spot, whom: Whom) -> Reading:
        found = self.judgements(spot.measure, spot.item, rule.assessors, whom.id or None)
        rows = self._once(found, rule.dedupe, spot)
        reading = Reading({"清单": "清单", "等级": "等级"}.get(rule.how, "数"), "认定", items=len(rule.checklist))
        if not found:
            default = Unjudged.NONE if rule.how is JudgedAs.COUNT else self.pack.choices.unjudged_default
            if (rule.unjudged or default) is Unjudged.UNDECIDED:
                reading.open = NOT_JUDGED
        if rule.how in (JudgedAs.VALUE, JudgedAs.COUNT):
            take = rule.take or (Take.TOTAL if rule.how is JudgedAs.COUNT else Take.LATEST)
            values = [self._judged_number(rule, row) for row in rows]
            reading.number = taken(take, values) if values else Fraction(0)
        elif rows and rule.how is JudgedAs.SITUATION:
            reading.number = Fraction(int(rows[-1].outcome == "有"))
        elif rows and rule.how is JudgedAs.CHECKLIST:
            reading.number = Fraction(len({item for item in rows[-1].missing if item != "无"}))
        elif rows:
            reading.label = rows[-1].outcome
        return reading

    def _judged_number(self, rule: Judged, row: Any) -> Fraction:
        if rule.how is JudgedAs.VALUE:
            return row.value or Fraction(0)
        number = Fraction(row.count or 0)
        if rule.sample is not None and rule.sample.extrapolate:
            for sample in self.sight.rows["samples"]:
                if sample.id == row.sample and sample.size > 0:
                    number = number * sample.population / sample.size
        return number

    def _external(self, fact: Fact, spot: Spot) -> Reading:
        rule = fact.external
        found = [row for row in self.in_period("externals") if row.name == rule.name]
        rows = self._once(found, rule.dedupe, spot)
        reading = Reading("数")
        values = [row.value for row in rows if row.value is not None]
        if values:
            reading.number = taken(rule.take, values)
        if rows:
            reading.label = rows[-1].grade
        if not found and rule.unjudged is not Unjudged.NONE:
            reading.open = NOT_JUDGED
        return reading

    def _ballot(self, fact: Fact, whom: Whom) -> Reading:
        rule = fact.ballot
        rows = [
            row for row in self.in_period("ballots") if row.ballot == rule.name and row.subject == (whom.id or None)
        ]
        rows = [row for row in rows if row.day == rows[-1].day]
        reading = Reading("数")
        shares = []
        for group, weight in rule.group_weights.items() or [("", Fraction(1))]:
            votes = [row for row in rows if group in ("", row.group)]
            base = sum(row.votes for row in votes if row.option == VotesBase(rule.votes_base).value)
            if base == 0 and rule.votes_base is VotesBase.VALID:
                base = sum(row.votes for row in votes if row.option not in ("发出", "收回", "有效"))
            got = sum((rule.option_points.get(row.option, Fraction(0)) * row.votes for row in votes), Fraction(0))
            got += sum(row.votes for row in votes if row.option in rule.options)
            if base == 0:
                reading.open = NOT_JUDGED
                return reading
            shares.append(weight * got / base)
        reading.number = sum(shares, Fraction(0))
        return reading

    def _honours(self, fact: Fact) -> Reading:
        rule, choices = fact.honours, self.pack.choices
        valid = rule.valid_for or choices.valid_for
        span = self.period
        if valid is not None:
            after = self.sight.almanac.shift_back(self.period.end, valid)
            span = Days(after.fromordinal(after.toordinal() + 1), self.period.end)
        rows = [
            row for row in self.sight.rows["honours"] if row.organisation == self.organisation and span.has(row.day)
        ]
        rows = [row for row in rows if not rule.title or row.title in rule.title]
        rows = [row for row in rows if not rule.honour_levels or row.level in rule.honour_levels]
        if (rule.holders or choices.holders) is Holders.COLLECTIVE:
            rows = [row for row in rows if row.holder == "集体"]
        rows.sort(key=lambda row: (row.day, row.id))
        same: dict[str, list[Any]] = {}
        highest = (rule.same_honour or choices.same_honour) is SameHonour.HIGHEST
        for row in rows:
            same.setdefault(f"案 {row.case}" if highest and row.case is not None else f"行 {row.id}", []).append(row)
        reading = self._counted(Fraction(len(same)))
        reading.sort, reading.honours = "荣誉", list(same.values())
        return reading

    # findings, vacancies, other periods --------------------------------------------------------------------

    def _my_findings(self, source: str) -> list[Any]:
        rows = [row for row in self.sight.rows["findings"] if row.organisation == self.organisation]
        return [row for row in rows if source in ("", row.origin)]

    def _is_closed(self, row: Any) -> bool:
        """Say whether a finding is closed on the day of the question and not open again."""
        today = self.sight.as_of
        if row.closed is None or row.closed > today:
            return False
        return not (row.reopened is not None and row.closed <= row.reopened <= today)

    def findings(self, state: FindingState, source: str, natures: tuple[str, ...]) -> list[Any]:
        """Give the findings in a state on the day of the question."""
        rows = [row for row in self._my_findings(source) if not natures or row.nature in natures]
        today = self.sight.as_of

        def in_period(day: Any) -> bool:
            return day is not None and day <= today and self.period.has(day)

        if state is FindingState.TOTAL:
            return [row for row in rows if in_period(row.opened)]
        if state is FindingState.CLOSED:
            return [row for row in rows if in_period(row.closed) and self._is_closed(row)]
        if state is FindingState.REOPENED:
            return [row for row in rows if in_period(row.reopened)]
        still_open = [row for row in rows if row.opened <= self.period.end and not self._is_closed(row)]
        if state is FindingState.OPEN:
            return still_open
        return [row for row in still_open if row.due is not None and row.due < today and row.nature != "长期坚持"]

    def _stood_vacant(self, fact: Fact, post: str) -> bool:
        for run in self.sight.vacancies(self.organisation, post, self.period):
            too_long = self.sight.almanac.shift(run.start, fact.vacancy.longer_than)
            if run.has(too_long) and too_long <= self.sight.as_of:
                return True
        return False

    def _scores(self, rule: ScoreOf) -> Reading:
        triples = self.score_of(rule)
        if not triples:
            return Reading("数", applicable=False)
        combined = {name: taken(rule.combine, [triple[name] for triple in triples]) for name in SCENARIOS}
        return Reading("数", triple=combined)
