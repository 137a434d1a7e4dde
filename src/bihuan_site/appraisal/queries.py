"""What the pages of appraisal read: the score of a branch, opened, and the list of branches for those above them."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from bihuan_site.ledger.models import Activity, Judgement
from bihuan_site.organisations.models import Organisation
from bihuan_site.organisations.scoping import organisation_for, within
from bihuan_site.packs.periods import period_name
from bihuan_site.scoring.changes import Change, changes_of
from bihuan_site.scoring.evaluating import Rules
from bihuan_site.scoring.explaining import MeasureShown, ScoreShown, SectionShown, explain_branch
from bihuan_site.scoring.models import Standing
from bihuan_site.scoring.queries import class_average, rules_for, standings
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import NotFound

SHOW = {"": "全部", "lost": "只看扣分", "open": "只看未到期"}


@dataclass(frozen=True, slots=True)
class ScorePage:
    """Everything the page of one score shows."""

    organisation: Organisation
    rules: Rules
    period_name: str
    score: ScoreShown | None
    average: tuple[int, int] | None
    section: SectionShown | None
    measures: tuple[MeasureShown, ...]
    counts: dict[str, int]
    place: int


def score_page(actor: Actor, organisation: str, label: str, section: str, show: str) -> ScorePage:
    """Open the score of one branch. Raises ``NotFound`` for what is out of scope and for periods there are none of."""
    where = organisation_for(actor, organisation)
    try:
        rules = rules_for(label)
    except ValueError:
        raise NotFound("period") from None
    score = explain_branch(rules, where.pk)
    sections = score.sections if score else ()
    place = next((number for number, one in enumerate(sections) if one.name == section), 0)
    chosen = sections[place] if sections else None
    measures = chosen.measures if chosen else ()
    return ScorePage(
        where,
        rules,
        period_name(rules.period),
        score,
        class_average(where, rules.period.label),
        chosen,
        tuple(one for one in measures if _is_shown(one, show)),
        {key: sum(_is_shown(one, key) for one in measures) for key in SHOW},
        place,
    )


def changes(actor: Actor, organisation: str, label: str) -> tuple[Organisation, str, list[Change]]:
    """Give what one branch lost and won in a period, day by day, the latest first. Raises ``NotFound`` out of scope."""
    where = organisation_for(actor, organisation)
    try:
        rules = rules_for(label)
    except ValueError:
        raise NotFound("period") from None
    return where, period_name(rules.period), changes_of(rules, where.pk)


def _is_shown(one: MeasureShown, show: str) -> bool:
    line = one.explanation.line
    return {"lost": line.lost > 0, "open": line.not_due > 0}.get(show, True)


def scores(actor: Actor, filters: dict[str, str]) -> QuerySet[Standing]:
    """Give the standings of the current period inside what ``actor`` sees, best first."""
    rows = standings(actor, rules_for().period.label)
    if filters.get("forecast"):
        rows = rows.filter(forecast=filters["forecast"])
    if filters.get("kind"):
        rows = rows.filter(organisation__kind=filters["kind"])
    if filters.get("name"):
        rows = rows.filter(Q(organisation__name__icontains=filters["name"]) | Q(organisation__code=filters["name"]))
    return rows.order_by("-total", "organisation__code")


def kinds(actor: Actor) -> list[str]:
    """Give the kinds of the organisations inside what ``actor`` sees."""
    rows = within(actor, Standing.objects.all()).values_list("organisation__kind", flat=True)
    return sorted(set(rows))


def records_of(actor: Actor, records: tuple[str, ...]) -> dict[str, Activity | Judgement]:
    """Give the activities and judgements with these ids that ``actor`` sees, by id."""
    found: dict[str, Activity | Judgement] = {
        one.pk: one for one in within(actor, Activity.objects.filter(pk__in=records))
    }
    return found | {one.pk: one for one in within(actor, Judgement.objects.filter(pk__in=records))}
