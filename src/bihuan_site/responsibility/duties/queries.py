"""Reading the responsibility list: where each duty stands in the actor's scope, who answers for it, its small loop."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from bihuan_site.ledger.models import Exemption, Finding
from bihuan_site.organisations.models import Liaison, Organisation, PostHolding
from bihuan_site.organisations.scoping import in_force, organisations_in, within
from bihuan_site.responsibility.duties.catalogue import Catalogue, Entry
from bihuan_site.responsibility.duties.states import MISSING, NAMES, counts
from bihuan_site.responsibility.models import SignOff, SignOffRound
from bihuan_site.responsibility.remembering import remembered
from bihuan_site.scoring.models import Obligation, Standing
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.roles import Relation


@dataclass(frozen=True, slots=True)
class Tally:
    """How many obligations are in which state; 按期 + 补办 + 逾期未办 = 应办, and what is not due comes on top."""

    overdue: int = 0
    near: int = 0
    not_due: int = 0
    done: int = 0
    late: int = 0
    organisations: int = 0

    @property
    def total(self) -> int:
        """All obligations of the year."""
        return self.owed + self.open

    @property
    def owed(self) -> int:
        """应办: what has been done or should have been."""
        return self.done + self.late + self.overdue

    @property
    def open(self) -> int:
        """What is still to come."""
        return self.near + self.not_due

    @property
    def word(self) -> str:
        """The one word for a list: 逾期, 临期, 正常, or 无应办 where nothing is asked in this scope."""
        return "逾期" if self.overdue else "临期" if self.near else "正常" if self.total else "无应办"

    @property
    def label(self) -> str:
        """The word with its number: 41 逾期, 临期 86, 正常."""
        return f"{self.overdue} 逾期" if self.overdue else f"临期 {self.near}" if self.near else self.word


NOTHING = Tally()


def tallies(actor: Actor) -> dict[str, Tally]:
    """Count the obligations of every duty in the actor's scope by state."""
    return remembered(actor, "tallies", "", lambda: _tallies(actor))


def _tallies(actor: Actor) -> dict[str, Tally]:
    rows = (
        obligations_in(actor)
        .order_by()
        .values("duty")
        .annotate(**counts(), organisations=Count("organisation", distinct=True))
        .values_list("duty", *NAMES, "organisations")
    )
    return {duty: Tally(*numbers) for duty, *numbers in rows}


def obligations_in(actor: Actor) -> QuerySet[Obligation]:
    """Give the obligations in the actor's scope. A branch's go by its id: Party groups have none."""
    if actor.relation in (Relation.OWN, Relation.SELF):
        return Obligation.objects.filter(organisation_id=actor.organisation)
    return within(actor, Obligation.objects.all())


def total_of(found: Iterable[Tally]) -> Tally:
    """Add tallies up (organisations are not added: one organisation has many duties)."""
    listed = list(found)
    return Tally(**{name: sum(getattr(one, name) for one in listed) for name in NAMES})


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands beside the quotation: who owes it and who urges."""

    holders: int
    holder_words: str
    urged_by: str


def facts(actor: Actor, entry: Entry) -> Facts:
    """Tell who owes a duty in the actor's scope, and who urges them on."""
    there = organisations_in(actor).filter(tier=entry.duty.tier, active=True)
    if entry.duty.post == "组织":
        number = there.count()
    else:
        held = PostHolding.objects.filter(in_force(business_day()), organisation__in=there, post=entry.duty.post)
        number = held.values("person").distinct().count()
    return Facts(
        number,
        f"{number} 个{entry.subject}" if entry.duty.post == "组织" else f"{number} 名{entry.subject}",
        _urged_by(actor, entry),
    )


def _urged_by(actor: Actor, entry: Entry) -> str:
    match entry.duty.tier:
        case "党支部":
            charged = within(actor, Liaison.objects.filter(in_force(business_day()), kind="党支部"))
            number = charged.values("person").distinct().count()
            return f"包联委员 {number} 人" if number else "机关党委办公室"
        case "机关党委":
            return "党组"
        case "党组":
            return "上级党组织"
        case _:
            return "机关党委"


@dataclass(frozen=True, slots=True)
class Loop:
    """One duty through the four stages, in numbers of the actor's scope."""

    signed: int
    to_sign: int
    round: SignOffRound | None
    done: int
    open: int
    scored: int
    findings: int
    exempt: int


def loop(actor: Actor, entry: Entry, tally: Tally, book: Catalogue) -> Loop:
    """Follow one duty through the four stages."""
    round_ = SignOffRound.objects.filter(year=book.year.label).first()
    owed = within(actor, SignOff.objects.filter(round=round_, organisation__tier=entry.duty.tier))
    signatures = owed.aggregate(all=Count("id"), signed=Count("signed"))
    behind = obligations_in(actor).filter(duty=entry.id, state__in=MISSING).order_by().values("organisation")
    scored = 0
    if book.measures(entry):
        standings = Standing.objects.filter(organisation__tier=entry.duty.tier, period=_period_label(book))
        scored = within(actor, standings.filter(total__isnull=False)).count()
    return Loop(
        signatures["signed"],
        signatures["all"],
        round_,
        tally.done + tally.late,
        tally.overdue + tally.open,
        scored,
        Finding.objects.filter(organisation__in=behind, closed__isnull=True, withdrawn=False).count(),
        exemptions_in_force(actor, entry.id).count(),
    )


def _period_label(book: Catalogue) -> str:
    from bihuan_site.packs.periods import period_on

    return period_on(book.pack, business_day()).label


def exemptions_in_force(actor: Actor, target: str) -> Any:
    """Give the exemptions from a duty or measure in force today in the actor's scope."""
    taken_back = Exemption.objects.filter(corrects__isnull=False).values("corrects")
    return within(
        actor,
        Exemption.objects.filter(in_force(business_day()), target=target, withdrawn=False).exclude(id__in=taken_back),
    )


@dataclass(frozen=True, slots=True)
class Mine:
    """A duty of the actor's own: who holds the post that day, how it stands, the next date."""

    entry: Entry
    tally: Tally
    holders: tuple[str, ...]
    next: Obligation | None


def duties_of(actor: Actor, book: Catalogue) -> list[tuple[str, list[Mine]]]:
    """Group the duties of the actor's organisation by post; a person who acts for themselves sees their own posts'."""
    where = Organisation.objects.get(pk=actor.organisation)
    held = PostHolding.objects.filter(in_force(business_day()), organisation=where).select_related("person")
    posts: dict[str, list[PostHolding]] = {}
    for holding in held:
        posts.setdefault(holding.post, []).append(holding)
    own_posts = {one.post for one in held if one.person_id == actor.person}
    rows = Obligation.objects.filter(organisation=where).order_by("deadline")
    if actor.relation is Relation.SELF:
        rows = rows.filter(post__in=own_posts, subject__in=("", actor.person))
    standing: dict[str, list[Obligation]] = {}
    for row in rows:
        standing.setdefault(row.duty, []).append(row)
    found: dict[str, list[Mine]] = {}
    for entry in book.entries:
        if entry.duty.tier != where.tier or (actor.relation is Relation.SELF and entry.duty.post not in own_posts):
            continue
        if not entry.is_own and entry.id not in standing:
            continue
        names = tuple(one.person.name + ("（代管）" if one.acting else "") for one in posts.get(entry.duty.post, ()))
        found.setdefault(entry.duty.post, []).append(_mine(entry, standing.get(entry.id, []), names))
    return list(found.items())


def _mine(entry: Entry, rows: list[Obligation], holders: tuple[str, ...]) -> Mine:
    from bihuan_site.responsibility.duties.states import word

    words = [word(row) for row in rows]
    tally = Tally(**{name: words.count(state) for name, state in NAMES.items()}, organisations=1 if rows else 0)
    pending = [row for row in rows if row.state == "未到期" or row.state == "可补"]
    return Mine(entry, tally, holders, pending[0] if pending else None)


def duties_citing(book: Catalogue, source: str) -> dict[str, list[Entry]]:
    """Give the duties that rest on each clause of a source."""
    found: dict[str, list[Entry]] = {}
    for entry in book.entries:
        for basis in entry.duty.basis:
            if basis.source == source:
                found.setdefault(basis.clause, []).append(entry)
    return found


def measures_citing(book: Catalogue, source: str) -> dict[str, list[Any]]:
    """Give the measures that rest on each clause of a source."""
    found: dict[str, list[Any]] = {}
    for measure in book.pack.measures:
        for basis in measure.basis:
            if basis.source == source:
                found.setdefault(basis.clause, []).append(measure)
    return found
