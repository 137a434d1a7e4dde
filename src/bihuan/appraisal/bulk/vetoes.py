"""Which vetoes hold, for all branches at once, on what is certain now."""

import numpy as np

from bihuan.appraisal.bulk.columns import Flags
from bihuan.appraisal.bulk.components import facts_of
from bihuan.appraisal.bulk.conditions import holds
from bihuan.appraisal.bulk.matching import Tallies
from bihuan.appraisal.bulk.scene import Scene
from bihuan.appraisal.bulk.values import (
    Checklists,
    Given,
    Levels,
    Numbers,
    NumbersOrLevels,
    Ratios,
    Situations,
    Values,
)
from bihuan.appraisal.compiled import CompiledComponent
from bihuan.appraisal.grammar import Veto, When


def veto_holds(veto: Veto, compiled: CompiledComponent, scene: Scene) -> Flags:
    """Whether a veto holds for each branch."""
    facts = facts_of(compiled, scene)
    fires = is_so(facts.value, veto.when) & facts.there
    applies = holds(veto.applies, scene)
    return fires if applies is None else fires & applies


def is_so(fact: Values, when: When) -> Flags:
    """Whether what ``when`` names is certain."""
    if isinstance(fact, Tallies):
        return _tally_is_so(fact, when)
    if isinstance(fact, NumbersOrLevels):
        return np.where(fact.graded, is_so(fact.levels, when), is_so(fact.numbers, when))
    if isinstance(fact, Levels):
        there = np.zeros(fact.rows, np.bool_)
        there[fact.subject] = True
        return there if when is When.PRESENT else ~there
    if isinstance(fact, Numbers | Ratios):
        there = fact.value.num > 0
        if when is When.ABSENT:
            there = np.zeros_like(there) if fact.is_open else ~there
        return there if fact.unjudged is None else np.where(fact.unjudged, False, there)
    there = _found(fact)
    wanted = there if when is When.PRESENT else ~there
    return wanted if fact.unjudged is None else np.where(fact.unjudged, False, wanted)


def _found(fact: Situations | Checklists | Given) -> Flags:
    if isinstance(fact, Situations):
        return fact.value
    amount = fact.missing if isinstance(fact, Checklists) else fact.value.num
    return np.not_equal(amount, 0)


def _tally_is_so(fact: Tallies, when: When) -> Flags:
    if when is When.PRESENT:
        return np.greater(fact.done, 0)
    if when is When.ABSENT:
        found: Flags = np.logical_and(fact.done == 0, fact.counts[4] == 0)
        return found
    return np.greater(fact.missing if when is When.SHORT else fact.late, 0)
