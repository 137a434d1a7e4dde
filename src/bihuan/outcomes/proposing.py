"""What the machine proposes after grading: consequences with their deadline, who, what closes and what returns."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from bihuan.appraisal.branch import BranchView
from bihuan.appraisal.grammar import Findings, FindingState
from bihuan.appraisal.ledger_facts import count_findings
from bihuan.appraisal.results import BranchScore
from bihuan.basics.calendar import WorkCalendar
from bihuan.basics.periods import Period
from bihuan.outcomes.grammar import Consequence, Trigger

NO_TITLES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed consequence for one organisation; ``due`` counts from the day results are settled, if named."""

    organisation: str
    consequence: str
    id: str
    to: str
    from_whom: str
    due: date | None
    closed_by: str
    returns_as: str
    advice_only: bool
    because: str


def propose(
    consequences: Sequence[Consequence],
    score: BranchScore,
    grade: str,
    view: BranchView,
    period: Period,
    calendar: WorkCalendar,
    published: date,
    previous_grades: Sequence[str] = (),
    unmet_duties: Collection[str] = (),
    titles: Mapping[str, str] = NO_TITLES,
) -> list[Proposal]:
    """Propose what each consequence's trigger calls for.

    ``previous_grades`` run back from the last period; ``unmet_duties`` are the ids of duties with something missing;
    ``titles`` name measures, vetoes and duties by id.
    """
    found = []
    for one in consequences:
        because = _because(one.trigger, score, grade, view, period, previous_grades, unmet_duties, titles)
        if because is None:
            continue
        due = calendar.add(published, one.time_limit) if one.time_limit else None
        found.append(
            Proposal(
                score.organisation,
                one.consequence,
                one.id,
                one.to,
                one.from_whom,
                due,
                one.closed_by,
                one.returns_as,
                one.advice_only,
                because,
            )
        )
    return found


def _named(ids: Sequence[str], titles: Mapping[str, str]) -> str:
    return "、".join(titles.get(one, one) for one in ids)


def _asked(state: str, trigger: Trigger) -> Findings:
    return Findings(state=FindingState(state), natures=trigger.natures, origin=trigger.origin)


def _because(
    trigger: Trigger,
    score: BranchScore,
    grade: str,
    view: BranchView,
    period: Period,
    previous_grades: Sequence[str],
    unmet_duties: Collection[str],
    titles: Mapping[str, str],
) -> str | None:
    reasons = []
    if trigger.trigger_grades:
        if grade not in trigger.trigger_grades:
            return None
        reasons.append(f"等次为{grade}")
        wanted = trigger.trigger_in_a_row or 1
        earlier = list(previous_grades[: wanted - 1])
        if len(earlier) < wanted - 1 or any(one not in trigger.trigger_grades for one in earlier):
            return None
        if wanted > 1:
            reasons.append(f"连续{wanted}期如此")
    if trigger.trigger_veto:
        fired = [veto for veto in trigger.trigger_veto if veto in score.vetoes]
        if not fired:
            return None
        reasons.append(f"触发否决：{_named(fired, titles)}")
    if trigger.trigger_measure:
        lost = [line.measure for line in score.lines if line.measure in trigger.trigger_measure and line.lost > 0]
        if not lost:
            return None
        reasons.append(f"失分：{_named(lost, titles)}")
    if trigger.trigger_duty:
        missed = [duty for duty in trigger.trigger_duty if duty in unmet_duties]
        if not missed:
            return None
        reasons.append(f"没有办：{_named(missed, titles)}")
    if trigger.trigger_finding:
        number = count_findings(_asked(trigger.trigger_finding, trigger), view, period)
        if not number:
            return None
        reasons.append(f"有{trigger.trigger_finding}的问题 {len(number)} 个")
    return "；".join(reasons)
