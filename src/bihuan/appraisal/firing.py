"""Whether the fact of a veto or a direct grade holds on what is certain now."""

from bihuan.appraisal.grammar import When
from bihuan.appraisal.values import (
    BooleanFact,
    ChecklistFact,
    FactState,
    FactValue,
    LevelsFact,
    NumberFact,
    RatioFact,
    ScoreFact,
)
from bihuan.progress.matching import Tally


def is_so(fact: FactValue, when: When) -> bool:
    """Whether ``fact`` fires for ``when``; what is open or not judged does not fire."""
    if isinstance(fact, Tally):
        return {
            When.PRESENT: fact.done > 0,
            When.ABSENT: fact.done == 0 and not fact.pending,
            When.SHORT: fact.missing > 0,
            When.LATE: fact.late > 0,
        }[when]
    if isinstance(fact, ScoreFact):
        return fact.worst > 0
    if isinstance(fact, NumberFact | RatioFact):
        there = fact.value > 0
        if when is When.ABSENT:
            return fact.state is FactState.SETTLED and not there
        return fact.state is not FactState.UNJUDGED and there
    if isinstance(fact, LevelsFact):
        return bool(fact.levels) == (when is When.PRESENT)
    if isinstance(fact, BooleanFact):
        return fact.value is not None and fact.value == (when is When.PRESENT)
    found = fact.missing if isinstance(fact, ChecklistFact) else fact.value
    return found is not None and bool(found) == (when is When.PRESENT)
