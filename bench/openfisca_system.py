"""The same totals by OpenFisca-core: facts are given by polars, each measure is a variable, the total their sum."""

from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from bench.facts import BITS, Fact, all_facts, points_of
from bench.measures import ALL, VETOED_AT_MOST, WINDOWS, Spec, specs
from bench.polars_frames import OTHERS, Frames
from bench.polars_frames import facts as polars_facts

YEAR = "2026"
BRANCH = build_entity(key="branch", plural="branches", label="branch", is_person=True)


class Arrays:
    """How numpy says what points need."""

    def least(self, one: Any, other: Any) -> Any:
        return np.minimum(one, other)

    def greatest(self, one: Any, other: Any) -> Any:
        return np.maximum(one, other)

    def divide(self, above: Any, below: Any) -> Any:
        return above // below

    def either(self, condition: Any, yes: Any, no: Any) -> Any:
        return np.where(condition, yes, no)

    def is_more(self, one: Any, other: Any) -> Any:
        return one > other


def _column(fact: Fact, number: int) -> str:
    return f"{fact.name}_{number}" if fact.window in BITS else fact.name


def _settings(name: str) -> dict[str, Any]:
    return {"value_type": int, "entity": BRANCH, "definition_period": DateUnit.YEAR, "label": name}


def _input(name: str) -> type[Variable]:
    return type(name, (Variable,), _settings(name))


def _measure(spec: Spec) -> type[Variable]:
    def formula(branch: Any, period: Any) -> Any:
        def cell(fact: Fact, number: int) -> Any:
            return branch(_column(fact, number), period).astype(np.int64)

        return points_of(spec, cell, lambda name: branch(name, period), Arrays())

    return _formula(_name(spec), formula)


def _formula(name: str, formula: Any) -> type[Variable]:
    return type(name, (Variable,), {**_settings(name), "formula": formula})


def _name(spec: Spec) -> str:
    return "points_" + spec.id.replace(".", "_")


def system(measures: int = ALL) -> TaxBenefitSystem:
    """Make the system of variables."""
    made = TaxBenefitSystem([BRANCH])
    for fact in all_facts(specs(measures)):
        for number in range(WINDOWS.get(fact.window, 1)):
            made.add_variable(_input(_column(fact, number)))
    for name in (*OTHERS, "vetoed"):
        made.add_variable(_input(name))
    measures = specs(measures)
    for spec in measures:
        made.add_variable(_measure(spec))

    def total(branch: Any, period: Any) -> Any:
        points = sum(branch(_name(spec), period) for spec in measures) + branch("honours", period)
        limited = np.where(branch("vetoed", period) > 0, np.minimum(points, VETOED_AT_MOST), points)
        return (limited + 5) // 10 * 10

    made.add_variable(_formula("total", total))
    return made


def totals(made: TaxBenefitSystem, given: Frames, measures: int = ALL) -> list[int]:
    """Give the totals in thousandths, by branch: polars finds the facts, OpenFisca reckons."""
    found = polars_facts(given, measures).collect()
    simulation = SimulationBuilder().build_default_simulation(made, count=len(found))
    for fact in all_facts(specs(measures)):
        whole = found[fact.name].to_numpy()
        for number in range(WINDOWS.get(fact.window, 1)):
            bits = BITS.get(fact.window, 0)
            value = (whole >> (bits * number)) & ((1 << bits) - 1) if bits else whole
            simulation.set_input(_column(fact, number), YEAR, value)
    for name in (*OTHERS, "vetoed"):
        simulation.set_input(name, YEAR, found[name].to_numpy().astype(np.int64))
    listed: list[int] = simulation.calculate("total", YEAR).tolist()
    return listed
