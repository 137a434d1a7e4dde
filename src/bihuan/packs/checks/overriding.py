"""A duty of a base is overridden in the open, and not to ask less."""

from collections.abc import Iterator
from fractions import Fraction

from bihuan.basics.nodes import Unit
from bihuan.basics.numbers import number_text
from bihuan.basics.problems import Problem
from bihuan.packs.checks.sums import Reckoning, in_base
from bihuan.packs.checks.survey import Survey
from bihuan.packs.grammar import Cycle
from bihuan.packs.outline import KeyPath
from bihuan.responsibility.grammar import Requirement


def check_overrides(survey: Survey) -> Iterator[Problem]:
    """Check that overriding a duty is open, and warn where it asks less than what it overrides."""
    before = {duty.id: duty for duty in survey.overridden}
    for index, duty in enumerate(survey.pack.duties):
        path: KeyPath = ("责任清单", index)
        old = before.get(duty.overrides)
        if old is None:
            continue
        if duty.stricter_than is None or duty.stricter_than not in old.basis:
            clauses = "、".join(f"{basis.source} {basis.clause}" for basis in old.basis)
            yield survey.problem("P163", path, f"覆盖“{old.id}”，要写“严于”它的依据：{clauses}")
        elif duty.stricter_than not in duty.basis or len(duty.basis) < 2:
            yield survey.problem("P163", (*path, "依据"), "“依据”里要同时写上级条款和本单位的条款")
        new_ask, old_ask = _yearly(duty.requirement, survey), _yearly(old.requirement, survey)
        if new_ask and old_ask and new_ask[1] == old_ask[1] and new_ask[0] < old_ask[0]:
            what = f"覆盖后一期要求 {number_text(new_ask[0])}，原来是 {number_text(old_ask[0])}"
            yield survey.problem("P164", path, what)


def _yearly(requirement: Requirement | None, survey: Survey) -> tuple[Fraction, bool] | None:
    if requirement is None or (requirement.deadline and requirement.deadline.after_event):
        return None
    timed = requirement.at_least.unit in (Unit.MINUTES, Unit.HOURS, Unit.DAYS)
    year = Survey(survey.pack.model_copy(update={"cycle": Cycle.YEAR}), survey.whole, survey.tree)
    return in_base(requirement.at_least) * Reckoning(year).windows(requirement), timed
