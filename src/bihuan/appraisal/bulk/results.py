"""What bulk evaluation gives: columns, and the same as results of single branches."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bihuan.appraisal.bulk.columns import Flags, Ints
from bihuan.appraisal.bulk.lines import LineColumns
from bihuan.appraisal.bulk.totals import Totals
from bihuan.appraisal.compiled import CompiledRules
from bihuan.appraisal.points import Triple
from bihuan.appraisal.results import BranchScore, SectionScore


@dataclass(frozen=True)
class BulkResult:
    """The scores of all branches in the order of ``organisations``.

    ``delegated`` counts by reason what the reference evaluator had to evaluate: lines, whole branches among them.
    """

    rules: CompiledRules
    organisations: tuple[str, ...]
    lines: LineColumns
    totals: Totals
    vetoes: Flags
    open_appeals: Ints
    part_period: Flags
    provisional: bool
    delegated: Mapping[str, int]

    @property
    def measures(self) -> tuple[str, ...]:
        """The ids of the measures in the pack's order."""
        return tuple(one.measure.id for one in self.rules.measures)

    @property
    def total(self) -> Ints | None:
        """The totals (outlook, branch); None for a pack that is a fragment."""
        return None if self.rules.rules.incomplete else self.totals.total

    def scores(self) -> Iterator[BranchScore]:
        """Give the results of single branches, equal to those of the reference evaluator."""
        for branch in range(len(self.organisations)):
            yield self.score(branch)

    def score(self, branch: int) -> BranchScore:
        """Give the result of the branch at a position."""
        rules, totals = self.rules, self.totals
        listed = zip(rules.rules.sections, range(len(rules.rules.sections)), strict=True)
        return BranchScore(
            self.organisations[branch],
            rules.period.label,
            rules.per_point,
            tuple(self.lines.line(name, place, branch) for place, name in enumerate(self.measures)),
            tuple(
                SectionScore(
                    section.section,
                    _triple(totals.sections[:, place, branch]),
                    _triple(totals.section_bonus[:, place, branch]),
                    int(totals.section_max[place, branch]),
                )
                for section, place in listed
            ),
            _triple(totals.bonus[:, branch]),
            _triple(totals.penalty[:, branch]),
            None if rules.rules.incomplete else _triple(totals.total[:, branch]),
            int(totals.section_max[:, branch].sum()),
            tuple(veto.id for veto, held in zip(rules.rules.vetoes, self.vetoes[:, branch], strict=True) if held),
            int(self.open_appeals[branch]),
            self.provisional,
            bool(self.part_period[branch]),
        )


def _triple(values: Ints) -> Triple:
    best, middle, worst = values.tolist()
    return best, middle, worst
