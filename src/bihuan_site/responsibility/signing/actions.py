"""Sign-off: the office sends the year's list out, secretaries sign, those missing are reminded once."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.urls import reverse

from bihuan_site.audit.acting import Done, action
from bihuan_site.inbox.posting import Notice, settle, tell_many
from bihuan_site.organisations.models import Organisation
from bihuan_site.organisations.scoping import get_one, organisations_in, within
from bihuan_site.responsibility.duties.catalogue import Catalogue, catalogue
from bihuan_site.responsibility.models import SignOff, SignOffRound
from bihuan_site.responsibility.rights import SIGNERS
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.problems import NotFound, Refused
from bihuan_site.shared.roles import OFFICE, Role
from bihuan_site.shared.wording import date_words

SIGNER_OF = {"党支部": Role.BRANCH_SECRETARY, "机关党委": Role.COMMITTEE_SECRETARY}


@action("responsibility.sign_off_issued", OFFICE)
def issue_round(*, actor: Actor, due: date) -> Done[SignOffRound]:
    """Send the list of the year out for signature. Raises ``Refused`` if this version is already out."""
    book = catalogue()
    if due < business_day():
        raise Refused("签认期限不能早于今天。")
    out = SignOffRound.objects.filter(
        year=book.year.label, pack=book.version, issuer_id=actor.organisation, closed__isnull=True
    )
    if out.exists():
        raise Refused("这一版清单已经发出签认，不用再发。清单有了新版本才发起下一轮。")
    asked = list(organisations_in(actor).filter(active=True, tier__in=SIGNER_OF))
    if not asked:
        raise Refused("范围内没有要签认的党组织。")
    round_ = SignOffRound.objects.create(
        year=book.year.label,
        title=f"{book.year.label} 年度责任清单签认",
        pack=book.version,
        duties=len(book.own),
        issuer_id=actor.organisation,
        issued=business_day(),
        due=due,
        by=actor.person,
    )
    rows = [SignOff(round=round_, organisation=one, duties=_duties_of(book, one.tier)) for one in asked]
    SignOff.objects.bulk_create(rows, batch_size=500)
    tell_many(_notices(round_, asked, "signoff", "请签认"))
    return Done(round_, on=f"sign_off_round:{round_.pk}", details={"asked": len(asked), "duties": round_.duties})


@action("responsibility.signed_off", SIGNERS)
def sign(*, actor: Actor, round: int) -> Done[SignOff]:
    """Sign for the actor's own organisation. Raises ``Refused`` a second time and after the round was closed."""
    row = get_one(SignOff.objects.filter(organisation_id=actor.organisation).select_related("round"), round_id=round)
    if row.signed:
        raise Refused(f"本组织已于 {date_words(row.signed, year=True)} 签认，不用再签。")
    if row.round.closed:
        raise Refused("这一轮签认已经结束。")
    row.signed, row.by = business_day(), actor.person
    row.save(update_fields=("signed", "by"))
    for kind in ("signoff", "signoff-again"):
        settle(f"{kind}:{round}/{actor.organisation}")
    return Done(row, on=f"sign_off_round:{round}", details={"organisation": actor.organisation, "duties": row.duties})


@action("responsibility.sign_off_reminded", OFFICE)
def remind(*, actor: Actor, round: int) -> Done[SignOffRound]:
    """Remind those that have not signed: once a round."""
    round_ = _round(actor, round)
    if round_.reminded:
        raise Refused(f"{date_words(round_.reminded)} 已提醒过，同一件事不再提醒第二次。")
    missing = [one.organisation for one in _missing(actor, round_)]
    if not missing:
        raise Refused("全部党组织都已签认，没有要提醒的。")
    tell_many(_notices(round_, missing, "signoff-again", "还没有签认"))
    round_.reminded = business_day()
    round_.save(update_fields=("reminded",))
    return Done(round_, on=f"sign_off_round:{round_.pk}", details={"reminded": len(missing)})


@action("responsibility.sign_off_closed", OFFICE)
def close_round(*, actor: Actor, round: int) -> Done[SignOffRound]:
    """End a round: nothing more can be signed, and nobody is waited for."""
    round_ = _round(actor, round)
    missing = len(_missing(actor, round_))
    round_.closed = business_day()
    round_.save(update_fields=("closed",))
    for kind in ("signoff", "signoff-again"):
        settle(f"{kind}:{round_.pk}")
    return Done(round_, on=f"sign_off_round:{round_.pk}", details={"missing": missing})


def _round(actor: Actor, number: int) -> SignOffRound:
    found = get_one(SignOffRound.objects.filter(issuer_id=actor.organisation), pk=number)
    if found.closed:
        raise Refused("这一轮签认已经结束。")
    return found


def _missing(actor: Actor, round_: SignOffRound) -> list[SignOff]:
    rows = within(actor, SignOff.objects.filter(round=round_, signed__isnull=True))
    return list(rows.select_related("organisation"))


def _duties_of(book: Catalogue, tier: str) -> int:
    return len(book.matching(tier))


def _notices(round_: SignOffRound, asked: Iterable[Organisation], kind: str, word: str) -> Iterator[Notice]:
    url = reverse("responsibility:signing_round", args=(round_.pk,))
    for one in asked:
        if one.tier not in SIGNER_OF:
            raise NotFound("Role")
        yield Notice(
            key=f"{kind}:{round_.pk}/{one.pk}",
            kind="签认",
            title=f"{word} {round_.year} 年度责任清单",
            url=url,
            organisation=one.pk,
            role=SIGNER_OF[one.tier],
            due=round_.due,
            source="机关党委办公室",
        )
