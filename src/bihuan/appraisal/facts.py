"""Finding the facts a branch is scored on; every measure reads only what is found here."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bihuan.appraisal import judged_facts, ledger_facts
from bihuan.appraisal.compiled import CompiledComponent, RequirementUnit
from bihuan.appraisal.context import Context
from bihuan.appraisal.grammar import RatioOf, Rollup
from bihuan.appraisal.qualifying import tests
from bihuan.appraisal.subjects import Who, slots_for, unit_demand
from bihuan.appraisal.values import BooleanFact, Evidence, FactValue, RatioFact
from bihuan.progress.entries import Entry
from bihuan.progress.matching import Claim, Slot, Tally, match, match_alone, rolled, tally
from bihuan.responsibility.conditions import duty_applies, holds

Slots = list[Slot | None]


@dataclass
class FactFinder(Context):
    """Facts of one branch in one period; matching is done once a requirement and kept."""

    matched: dict[int, list[tuple[Who, Slots]]] = field(default_factory=dict)

    def slots(self, unit: RequirementUnit) -> list[tuple[Who, Slots]]:
        """Give the matched slots of each subject of ``unit``."""
        if unit.index not in self.matched:
            if not self.is_mine(unit):
                self.matched[unit.index] = []
            elif unit.shares_with is None:
                self.matched[unit.index] = self._match_alone(unit)
            else:
                self._match_together(unit.shares_with)
        return self.matched[unit.index]

    def is_mine(self, unit: RequirementUnit) -> bool:
        """Whether a requirement is asked of this organisation: any but a duty of other tiers or conditions."""
        if unit.duty is None:
            return True
        inclusive = self.view.choices.bounds_inclusive
        calendar = self.rules.rules.time.calendar
        return duty_applies(unit.duty, self.view.household, self.period, calendar, inclusive)

    def _match_alone(self, unit: RequirementUnit) -> list[tuple[Who, Slots]]:
        asked = unit_demand(unit, self.rules, self.view)
        result = []
        for who in self.subjects(unit.subject):
            slots = slots_for(unit, asked, who, self.view, self.rules)
            if slots:
                claim = Claim(asked, _always, slots)
                match_alone(claim, self._eligible(unit, who))
            result.append((who, slots))
        return result

    def _match_together(self, number: int) -> None:
        units = next(group for group in self.rules.sharing_groups if group[0].shares_with == number)
        claims: list[Claim] = []
        everything: dict[str, Entry] = {}
        for unit in units:
            self.matched[unit.index] = []
            if not self.is_mine(unit):
                continue
            asked = unit_demand(unit, self.rules, self.view)
            for who in self.subjects(unit.subject):
                slots = slots_for(unit, asked, who, self.view, self.rules)
                eligible = {entry.row.id: entry for entry in self._eligible(unit, who)}
                everything.update(eligible)
                claims.append(Claim(asked, lambda entry, among=eligible: entry.row.id in among, slots))  # type: ignore[misc]  # bound now
                self.matched[unit.index].append((who, slots))
        match(claims, sorted(everything.values(), key=lambda entry: entry.order))

    def _eligible(self, unit: RequirementUnit, who: Who) -> Iterable[Entry]:
        found = self.entries(unit.kinds, everywhere=unit.subject is not None and not who.is_group)
        if who.id is None and unit.is_plain:
            return found
        demanded = tests(unit.requirement, who.id, who.is_group, self.view, self.rules.rules.kinds)
        return [entry for entry in found if all(test(entry) for test in demanded)] if demanded else found

    def tallies(self, compiled: CompiledComponent) -> list[tuple[Who, Tally]]:
        """Give, a subject, what became of all requirements of a component together; only subjects it applies to."""
        subject = compiled.subject
        if subject and subject.rollup in (Rollup.ALL, Rollup.ANY):
            everyone = Who(None, self.view.household.standing.being)
            found = [self._rolled(unit, subject.rollup is Rollup.ALL) for unit in compiled.units]
            counted = [tally(slots, self.view.as_of) for slots in found if any(slots)]
            return [(everyone, _sum(counted))] if counted else []
        by_subject: dict[str | None, tuple[Who, list[Tally]]] = {}
        for unit in compiled.units:
            for who, slots in self.slots(unit):
                if any(slots):
                    by_subject.setdefault(who.id, (who, []))[1].append(tally(slots, self.view.as_of))
        return [(who, _sum(counted)) for who, counted in by_subject.values()]

    def _rolled(self, unit: RequirementUnit, need_all: bool) -> Slots:
        listed = [slots for _, slots in self.slots(unit)]
        return rolled(listed, need_all) if listed else []

    def find(self, compiled: CompiledComponent, who: Who) -> FactValue | None:
        """Find the fact of a component other than a plain requirement, for one subject; None: it does not apply."""
        fact = compiled.component
        if fact.tally:
            return ledger_facts.tally_of(fact.tally, who, self)
        if fact.ratio:
            return self._ratio(compiled, who)
        if fact.judged:
            return judged_facts.judged(fact.judged, compiled, who, self)
        if fact.external:
            return judged_facts.external(fact.external, compiled, self)
        if fact.honours:
            return ledger_facts.honours(fact.honours, self)
        if fact.ballot:
            return judged_facts.ballot(fact.ballot, who, self)
        if fact.condition:
            choices = self.view.choices
            calendar = self.rules.rules.time.calendar
            return BooleanFact(
                holds(fact.condition, self.view.household, self.period, calendar, choices.bounds_inclusive)
            )
        if fact.findings:
            return ledger_facts.findings(fact.findings, self)
        if fact.vacancy:
            return ledger_facts.vacancy(fact.vacancy, self)
        return None

    def _ratio(self, compiled: CompiledComponent, who: Who) -> FactValue:
        ratio = compiled.component.ratio
        if ratio is None:
            raise ValueError(compiled.component.name)
        if ratio.of is RatioOf.ATTENDANCE:
            return ledger_facts.attendance(ratio, who, self)
        if ratio.of is RatioOf.RECTIFIED:
            return ledger_facts.rectified(ratio, self)
        if ratio.of is RatioOf.LIAISON_COVERAGE:
            return ledger_facts.liaison_coverage(self)
        return self._completion(compiled, who, only_on_time=ratio.of is RatioOf.ON_TIME)

    def _completion(self, compiled: CompiledComponent, who: Who, only_on_time: bool) -> RatioFact:
        slots = [
            slot
            for unit in compiled.units
            for one, listed in self.slots(unit)
            if one.id == who.id
            for slot in listed
            if slot is not None and self.view.as_of >= slot.window.deadline
        ]
        counted = tally(slots, self.view.as_of)
        done = counted.on_time if only_on_time else counted.done
        records = tuple(entry.row.id for slot in slots for entry, _ in slot.used)
        return self.ratio_fact(done, counted.due, Evidence(records))


def _always(entry: Entry) -> bool:
    return True


def _sum(tallies: list[Tally]) -> Tally:
    if len(tallies) == 1:
        return tallies[0]
    return Tally(
        sum(one.due for one in tallies),
        sum(one.on_time for one in tallies),
        sum(one.late for one in tallies),
        sum(one.missing for one in tallies),
        sum(one.pending for one in tallies),
        sum(one.recoverable for one in tallies),
    )
