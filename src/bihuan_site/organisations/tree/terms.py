"""Terms of committees and secretaries: how long by tier and why, when the next election is due, extensions."""

from dataclasses import dataclass
from datetime import date, timedelta

from bihuan_site.audit.acting import Done, action
from bihuan_site.organisations.history import ONE_DAY, tell
from bihuan_site.organisations.models import Organisation, Term
from bihuan_site.organisations.scoping import organisation_for
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.roles import OFFICE

SOON = timedelta(days=60)
"""How long before its end a term is told to be running out; the structural checks use the same."""

MOST_EXTENSION = 1
OPINION = "《关于党的基层组织任期的意见》（2018 年）"


@dataclass(frozen=True, slots=True)
class TermRule:
    """How many years a term has at a tier, and by which document."""

    years: int
    source: str


RULES = {
    "机关党委": TermRule(5, f"{OPINION}：基层委员会一般 5 年"),
    "党委": TermRule(5, f"{OPINION}：基层委员会一般 5 年"),
    "党总支": TermRule(3, f"{OPINION}：总支、支部一般 3 年"),
    "党支部": TermRule(3, f"{OPINION}：总支、支部一般 3 年"),
}
EXTENSION = f"{OPINION}：延长或提前一般不超过 1 年，须上级党委批准"


def years_later(day: date, years: int) -> date:
    """Give the day ``years`` later; 29 February becomes 28 February where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def term_state(last_day: date, today: date) -> str:
    """Give the state word of a term by its last day."""
    if last_day < today:
        return "超期未换届"
    return "即将换届" if last_day <= today + SOON else "正常"


@action("organisations.election_held", OFFICE)
def hold_election(*, actor: Actor, organisation: str, day: date, due: date | None = None) -> Done[Term]:
    """Record that an election was held on ``day``: the running term ends, the next begins, due by the tier's rule."""
    where = organisation_for(actor, organisation)
    rule = RULES.get(where.tier)
    if rule is None:
        raise Refused(f"{where.tier}不按任期换届。")
    if day > business_day():
        raise Refused("选举日期不能晚于今天。请在选举以后登记。")
    running = running_term(where)
    if running and day <= running.began:
        raise Refused(f"本届从 {running.began:%Y-%m-%d} 开始，新一届要在那以后。请改日期。")
    if running:
        running.ended = day - ONE_DAY
        running.save()
    latest = years_later(day, rule.years)
    if due is not None and not day < due <= latest:
        raise Refused(f"届满日期最晚是 {latest:%Y-%m-%d}（{rule.source}）。请改日期。")
    term = Term.objects.create(organisation=where, began=day, due=due or latest)
    tell(where, "换届", day)
    details = {"day": day.isoformat(), "due": term.due.isoformat()}
    return Done(term, on=f"organisation:{where.pk}", organisations={where.pk}, details=details)


@action("organisations.term_extended", OFFICE)
def extend_term(*, actor: Actor, organisation: str, until: date, approver: str, day: date) -> Done[Term]:
    """Record that a superior approved, on ``day``, a later election: at most a year after the term is over."""
    where = organisation_for(actor, organisation)
    term = running_term(where)
    if term is None:
        raise Refused("还没有登记过换届，不知道什么时候届满。请先登记换届。")
    latest = years_later(term.due, MOST_EXTENSION)
    if not term.due < until <= latest:
        raise Refused(f"延期要在 {term.due:%Y-%m-%d} 以后、{latest:%Y-%m-%d} 以前（{EXTENSION}）。请改日期。")
    if day > business_day():
        raise Refused("批准日期不能晚于今天。请改日期。")
    term.extended, term.approver = until, approver
    term.save()
    tell(where, "延期换届批准", day)
    details = {"day": day.isoformat(), "until": until.isoformat()}
    return Done(term, on=f"organisation:{where.pk}", organisations={where.pk}, details=details)


def running_term(organisation: Organisation) -> Term | None:
    """Give the running term; where none is stored, the one the events tell of (换届, 成立), unsaved."""
    stored = organisation.terms.filter(ended__isnull=True).first()
    rule = RULES.get(organisation.tier)
    if stored or rule is None:
        return stored
    told = organisation.events.filter(event__in=("换届", "成立")).order_by("-day").first()
    return Term(organisation=organisation, began=told.day, due=years_later(told.day, rule.years)) if told else None


def rule_for(organisation: Organisation) -> TermRule | None:
    """Give the rule of the organisation's tier; None where there are no terms."""
    return RULES.get(organisation.tier)
