"""Reading sign-off: the rounds, who has signed and who has not."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from bihuan_site.organisations.scoping import get_one, within
from bihuan_site.responsibility.models import SignOff, SignOffRound
from bihuan_site.shared.actor import Actor

SIGNED, MISSING = "已签认", "待签认"


@dataclass(frozen=True, slots=True)
class Signatures:
    """A round with its counts in the actor's scope: 已签认 + 待签认 = 应签认."""

    round: SignOffRound
    asked: int
    signed: int

    @property
    def missing(self) -> int:
        """How many have not signed."""
        return self.asked - self.signed


def rounds(actor: Actor) -> list[Signatures]:
    """Give the rounds that ask somebody in the actor's scope, newest first."""
    rows = within(actor, SignOff.objects.order_by()).values("round").annotate(asked=Count("id"), signed=Count("signed"))
    found = {row["round"]: row for row in rows}
    listed = SignOffRound.objects.filter(pk__in=found).select_related("pack").defer("pack__content")
    return [Signatures(one, found[one.pk]["asked"], found[one.pk]["signed"]) for one in listed]


def signatures(actor: Actor, number: int) -> Signatures:
    """Give one round. Raises ``NotFound`` if it asks nobody in scope."""
    return get_one_round(rounds(actor), number)


def get_one_round(listed: list[Signatures], number: int) -> Signatures:
    """Pick a round of a list. Raises ``NotFound``."""
    ids = [one.round.pk for one in listed]
    get_one(SignOffRound.objects.filter(pk__in=ids), pk=number)
    return next(one for one in listed if one.round.pk == number)


def sign_offs(actor: Actor, number: int, state: str = "") -> QuerySet[SignOff]:
    """Give the organisations of a round in scope, those that have not signed first on demand."""
    rows = within(actor, SignOff.objects.filter(round_id=number)).select_related("organisation", "round")
    if state in (SIGNED, MISSING):
        rows = rows.filter(signed__isnull=state == MISSING)
    return rows.order_by("organisation__code")


def own_sign_off(actor: Actor, number: int) -> SignOff | None:
    """Give what the actor's own organisation owes a round."""
    return SignOff.objects.filter(round_id=number, organisation_id=actor.organisation).select_related("round").first()


def latest(actor: Actor, year: str) -> Signatures | None:
    """Give the newest round of a year in scope."""
    return next((one for one in rounds(actor) if one.round.year == year), None)
