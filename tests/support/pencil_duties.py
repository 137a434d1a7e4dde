"""Obligations and which record meets which: windows, exemptions, make-ups, records that count only once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Any

from bihuan.appraisal.choices import InBeing, LongWindows, PartPeriod, VersionsBy
from bihuan.appraisal.grammar import Rollup, Subject
from bihuan.packs.grammar import Pack
from bihuan.progress.grammar import Sharing
from bihuan.responsibility.grammar import Counting, Duty, Requirement
from tests.support.pencil_calendar import ONE_DAY, Days
from tests.support.pencil_ledger import MINUTES_IN, PARTY_GROUP, Sight, in_minutes
from tests.support.pencil_records import BODY, GROUP, PERSON, Whom, qualified, worth


@dataclass(frozen=True)
class Demand:
    """A requirement where it stands: in which component (or duty) and in which place of the pack."""

    requirement: Requirement
    key: str
    place: tuple[int, ...]
    measure: str = ""
    duty: Duty | None = None


@dataclass
class Obligation:
    """One demand on one subject in one window, and how much of it is met."""

    demand: Demand
    whom: Whom
    window: Days
    deadline: date
    late_until: date | None
    need: Fraction
    on_time: Fraction = Fraction(0)
    late: Fraction = Fraction(0)

    def short(self) -> Fraction:
        """Give what is still lacking."""
        return max(Fraction(0), self.need - self.on_time - self.late)


@dataclass
class Tale:
    """What the windows of a fact come to."""

    windows: int = 0
    due: Fraction = Fraction(0)
    on_time: Fraction = Fraction(0)
    late: Fraction = Fraction(0)
    missing: Fraction = Fraction(0)
    pending: Fraction = Fraction(0)
    recoverable: Fraction = Fraction(0)
    shown: tuple[Fraction, ...] = (Fraction(0),) * 4

    def add(self, other: "Tale") -> None:
        """Add the other tale to this one."""
        for name in ("windows", "due", "on_time", "late", "missing", "pending", "recoverable"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.shown = tuple(mine + theirs for mine, theirs in zip(self.shown, other.shown, strict=True))


def _in_force(text: Pack | Duty, day: date) -> bool:
    late_enough = text.in_force_from is None or text.in_force_from <= day
    return late_enough and (text.in_force_to is None or day <= text.in_force_to)


class Duties:
    """The obligations of one organisation in one period."""

    def __init__(
        self, sight: Sight, organisation: str, period: Days, everything: Iterable[tuple[Demand, Whom]]
    ) -> None:
        self.sight, self.pack = sight, sight.pack
        self.organisation, self.period = organisation, period
        self.everything = everything
        self._pools: dict[int, list[Obligation]] = {}
        self._windows: dict[tuple[str, bool], list[Days]] = {}
        self._records: dict[tuple[Requirement, Whom], list[tuple[str, Any]]] = {}

    # subjects ----------------------------------------------------------------------------------------------

    def subjects(self, subject: Subject | None) -> list[Whom]:
        """Give everyone the fact is asked of: the organisation alone, or its groups or post holders."""
        if subject is None:
            return [Whom()]
        if subject.groups:
            return [Whom(GROUP, group) for group in self.sight.groups_of(self.organisation)]
        people = self.sight.holders(self.organisation, subject.posts)
        return [Whom(PERSON, person, subject.posts, subject.holding) for person in people]

    def is_there(self, whom: Whom, day: date) -> bool:
        """Say whether the Party group stands below the organisation, or the person holds the post, on a day."""
        if whom.sort == GROUP:
            return self.sight.group_in_being(whom.id, self.organisation, day)
        if whom.sort == PERSON:
            return self.sight.holds(whom.id, self.organisation, whom.posts, day)
        return self.sight.in_being(self.organisation, day)

    def stays(self, whom: Whom, window: Days) -> bool:
        """Say whether the subject is there for as much of the window as the pack asks."""
        rule = whom.holding if whom.sort == PERSON else self.pack.choices.window_in_being
        if rule is InBeing.LAST_DAY:
            return self.is_there(whom, window.end)
        if rule is InBeing.ANY_DAY:
            return any(self.is_there(whom, day) for day in window.each())
        return all(self.is_there(whom, day) for day in window.each())

    def is_part_period(self, whom: Whom) -> bool:
        """Say whether the subject is never there in the period for as long on end as the pack asks of a full one."""
        span = self.pack.choices.part_period_less_than
        there = [self.is_there(whom, day) for day in self.period.each()]
        if span is None:
            return not all(there)
        first = None
        for day, is_there in zip(self.period.each(), there, strict=True):
            first = (first or day) if is_there else None
            if first is not None and self.sight.almanac.shift(first, span) <= day + ONE_DAY:
                return False
        return True

    # windows -----------------------------------------------------------------------------------------------

    def windows(self, every: str, crossing: bool) -> list[Days]:
        """Give the windows of the period, remembered."""
        key = (every, crossing)
        if key not in self._windows:
            self._windows[key] = self.sight.almanac.windows(every, self.period, crossing=crossing)
        return self._windows[key]

    def obligations(self, demand: Demand, whom: Whom) -> list[Obligation]:
        """Give the obligations of one demand on one subject, before any record is looked at."""
        rule = demand.requirement
        crossing = self.pack.choices.long_windows is LongWindows.NOT_DUE
        need = in_minutes(rule.at_least)
        if rule.deadline is not None and rule.deadline.after_event is not None:
            raised = [(window, need) for window in self._event_windows(rule) if self.stays(whom, window)]
        elif (rule.counting or self.pack.choices.counting_default) is Counting.IN_TOTAL:
            raised = self._in_total(rule, whom, need)
        else:
            windows = self.windows(rule.every, crossing)
            raised = [(window, need) for window in windows if self.stays(whom, window)]
        found = []
        for window, amount in raised:
            if self._applies(demand, whom, window):
                deadline = self.sight.almanac.deadline(rule.deadline, window)
                late = None if rule.late_until is None else self.sight.almanac.shift(deadline, rule.late_until)
                found.append(Obligation(demand, whom, window, deadline, late, amount))
        return found

    def _event_windows(self, rule: Requirement) -> list[Days]:
        found = []
        for event in self.sight.events:
            if event.organisation == self.organisation and event.event == rule.deadline.after_event:
                within = rule.deadline.within
                end = event.day if within is None else self.sight.almanac.shift(event.day, within)
                window = Days(event.day + ONE_DAY, end)
                deadline = self.sight.almanac.deadline(rule.deadline, window)
                crossing = self.pack.choices.long_windows is LongWindows.NOT_DUE
                if self.period.has(deadline) or (crossing and event.day <= self.period.end < deadline):
                    found.append(window)
        return sorted(found)

    def _in_total(self, rule: Requirement, whom: Whom, need: Fraction) -> list[tuple[Days, Fraction]]:
        windows = self.windows(rule.every, False)
        if not windows:
            return []
        if self.pack.choices.part_period is PartPeriod.PRO_RATA and self.is_part_period(whom):
            there = [window for window in windows if self.stays(whom, window)]
            return [(self.period, Fraction(ceil(need * len(there))))] if there else []
        return [(self.period, need * len(windows))] if self.stays(whom, self.period) else []

    def _applies(self, demand: Demand, whom: Whom, window: Days) -> bool:
        pack, duty = self.pack, demand.duty
        if not self.sight.days_in_being(self.organisation, self.period):
            return False
        if pack.choices.versions_by is VersionsBy.HAPPENED and not _in_force(pack, window.end):
            return False
        if duty is not None:
            if not _in_force(duty, window.end):
                return False
            state = self.sight.state(self.organisation, self.sight.base_day(self.organisation, "期末", self.period))
            if state is None or duty.tier not in (state.tier, PARTY_GROUP):
                return False
            if not self.sight.applies(duty.applies, self.organisation, self.period):
                return False
        targets = {"全部", demand.measure or "全部", duty.id if duty is not None else "全部"}
        return not self.is_exempt(targets, whom, window.end)

    def is_exempt(self, targets: set[str], whom: Whom, day: date) -> bool:
        """Say whether one of the targets is exempted for the subject on a day."""
        return any(
            row.organisation == self.organisation
            and row.target in targets
            and row.subject in (None, whom.id or None)
            and row.since <= day
            and (row.until is None or day <= row.until)
            for row in self.sight.exemptions
        )

    # pairing -----------------------------------------------------------------------------------------------

    def paired(self, demand: Demand, whom: Whom, measure: str) -> list[Obligation]:
        """Give the obligations of one demand on one subject, as one measure sees them, with what records contribute."""
        pool = self._pool_of(demand)
        if pool is None:
            found = self._pair(self.obligations(demand, whom))
        else:
            if pool not in self._pools:
                members = [pair for pair in self.everything if self._pool_of(pair[0]) == pool]
                self._pools[pool] = self._pair([one for pair in members for one in self.obligations(*pair)])
            found = [one for one in self._pools[pool] if one.demand == demand and one.whom == whom]
        return [one for one in found if not measure or not self.is_exempt({measure}, whom, one.window.end)]

    def _pool_of(self, demand: Demand) -> int | None:
        """Give the number of the group in which a record counts once, or None if it is shared."""
        if self.pack.sharing.sharing_default is Sharing.EXCLUSIVE:
            return -1
        for number, keys in enumerate(self.pack.sharing.exclusive):
            if demand.key in keys:
                return number
        return None

    def _pair(self, obligations: list[Obligation]) -> list[Obligation]:
        order = sorted(obligations, key=lambda one: (one.deadline, one.demand.place, one.whom.id, one.window.start))
        records: dict[tuple[date, str, str], Any] = {}
        eligible: dict[tuple[Requirement, Whom], set[str]] = {}
        for one in order:
            key = (one.demand.requirement, one.whom)
            if key not in self._records:
                self._records[key] = qualified(self.sight, key[0], self.organisation, one.whom)
            eligible[key] = {row.id for _, row in self._records[key]}
            for table, row in self._records[key]:
                records[(self.sight.belongs(table, row), row.id, table)] = row
        for day, number, table in sorted(records):
            row = records[(day, number, table)]
            mine = [
                one
                for one in order
                if number in eligible[(one.demand.requirement, one.whom)]
                and bool(one.demand.requirement.records) == (table == "activities")
            ]
            self._assign(mine, table, row, day)
        return obligations

    def _assign(self, obligations: list[Obligation], table: str, row: Any, day: date) -> None:
        for one in obligations:
            if one.short() > 0 and self._fits(one, table, row, day) == "按时":
                one.on_time = min(one.need, one.on_time + worth(one.demand.requirement, row))
                return
        for one in obligations:
            if one.short() > 0 and self._fits(one, table, row, day) == "补办":
                one.late = min(one.need - one.on_time, one.late + worth(one.demand.requirement, row))
                return

    def _fits(self, one: Obligation, table: str, row: Any, day: date) -> str:
        named = row.makes_up if table == "activities" else row.period
        in_late = one.late_until is not None and one.deadline < day <= one.late_until
        if table == "submissions" and named is None:
            if one.window.start <= day <= one.deadline:
                return "按时"
            return "补办" if in_late else ""
        if named is None:
            return "按时" if one.window.start <= day <= one.deadline else ""
        if self.sight.almanac.spelled(named) != one.window:
            return ""
        if table == "activities":
            return "补办" if in_late else ""
        if day <= one.deadline:
            return "按时"
        return "补办" if one.late_until is None or day <= one.late_until else ""

    # counting ----------------------------------------------------------------------------------------------

    def tale(
        self, demands: list[Demand], whoms: list[Whom], rollup: Rollup, measure: str, *, only_due: bool = False
    ) -> Tale:
        """Count the windows of some demands on some subjects; with 全部 or 任一 a window of all counts once."""
        total = Tale()
        for demand in demands:
            found = [one for whom in whoms for one in self.paired(demand, whom, measure)]
            if only_due:
                found = [one for one in found if one.deadline <= self.sight.as_of]
            if rollup in (Rollup.ALL, Rollup.ANY) and any(whom.sort != BODY for whom in whoms):
                for window in sorted({one.window for one in found}):
                    total.add(self._together([one for one in found if one.window == window], rollup))
            else:
                for one in found:
                    total.add(self._alone(one))
        return total

    def _alone(self, one: Obligation) -> Tale:
        return self._result(
            one, one.need, one.on_time, one.late, MINUTES_IN.get(one.demand.requirement.at_least.unit, 1)
        )

    def _together(self, those: list[Obligation], rollup: Rollup) -> Tale:
        met = [one for one in those if one.short() == 0]
        on_time = [one for one in met if one.late == 0]
        enough = len(met) == len(those) if rollup is Rollup.ALL else bool(met)
        punctual = len(on_time) == len(those) if rollup is Rollup.ALL else bool(on_time)
        one, zero = Fraction(1), Fraction(0)
        return self._result(those[0], one, one if punctual else zero, one if enough and not punctual else zero)

    def _result(self, one: Obligation, need: Fraction, on_time: Fraction, late: Fraction, unit: int = 1) -> Tale:
        short, today = need - on_time - late, self.sight.as_of
        tale = Tale(1, need, on_time, late)
        if today < one.deadline:
            tale.pending = short
        else:
            tale.missing = short
            if one.late_until is not None and today < one.late_until:
                tale.recoverable = short
        tale.shown = (need / unit, (on_time + late) / unit, late / unit, tale.missing / unit)
        return tale
