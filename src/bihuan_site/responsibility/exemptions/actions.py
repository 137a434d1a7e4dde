"""Exemptions: a branch asks, the office grants or refuses with a reason; the score follows at once."""

from datetime import date

from django.urls import reverse

from bihuan_site.audit.acting import Done, action
from bihuan_site.inbox.posting import settle, tell
from bihuan_site.ledger.models import Exemption
from bihuan_site.organisations.models import Organisation
from bihuan_site.organisations.scoping import get_one, organisation_for, within
from bihuan_site.responsibility.exemptions.queries import OTHER, own_tier, target
from bihuan_site.responsibility.exemptions.writing import exemption_from, taken_back
from bihuan_site.responsibility.models import ExemptionRequest, RequestState
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.locking import check_version
from bihuan_site.shared.problems import NotFound, Refused
from bihuan_site.shared.roles import BRANCH, OFFICE, Role

LONGEST = 366
OPEN = (RequestState.ASKED, RequestState.GRANTED)


@action("responsibility.exemption_asked", BRANCH)
def ask(
    *, actor: Actor, target_id: str, ground: str, since: date, until: date, text: str = ""
) -> Done[ExemptionRequest]:
    """Ask for the actor's own branch. Raises ``Refused`` for what may not be asked, too long, or asked already."""
    where = organisation_for(actor, actor.organisation)
    wanted = target(own_tier(actor), target_id)
    if wanted is None:
        raise Refused("请从清单里选一项责任或者指标。")
    if wanted.grounds and ground not in (*wanted.grounds, OTHER):
        raise Refused("请选这一条允许的情形；不在其中的选“其他情形”并写明。")
    if ground == OTHER and not text.strip():
        raise Refused("选“其他情形”要写明是什么情形。")
    if until < since:
        raise Refused("结束日期不能早于开始日期。")
    if (until - since).days > LONGEST:
        raise Refused("一次最多申请一年，到期还需要的再申请。")
    same = ExemptionRequest.objects.filter(organisation=where, target=target_id, state__in=OPEN)
    if same.filter(since__lte=until, until__gte=since).exists():
        raise Refused("这一项在这段时间已有申请或者已获豁免，不用再申请。")
    request = ExemptionRequest.objects.create(
        organisation=where,
        target=target_id,
        title=wanted.title,
        ground=ground,
        text=text,
        since=since,
        until=until,
        asked=business_day(),
        asked_by=actor.person,
        asked_account=actor.account,
    )
    _tell_office(request, where)
    return Done(request, on=_on(request), details={"target": target_id})


@action("responsibility.exemption_granted", OFFICE)
def grant(*, actor: Actor, request: int, version: int, answer: str = "") -> Done[ExemptionRequest]:
    """Grant it: an exemption stands in the ledger from now on, received today."""
    found = _to_decide(actor, request, version)
    row = exemption_from(found, actor.organisation_name, actor.person)
    row.save(force_insert=True)
    found.exemption = row.id
    _decided(found, actor, RequestState.GRANTED, answer)
    return Done(
        found, on=_on(found), organisations=(found.organisation_id,), details={"target": found.target, "row": row.id}
    )


@action("responsibility.exemption_refused", OFFICE)
def refuse(*, actor: Actor, request: int, version: int, answer: str) -> Done[ExemptionRequest]:
    """Refuse it with a reason."""
    found = _to_decide(actor, request, version)
    if not answer.strip():
        raise Refused("不同意要写明理由。")
    _decided(found, actor, RequestState.REFUSED, answer)
    return Done(found, on=_on(found), details={"target": found.target})


@action("responsibility.exemption_withdrawn", BRANCH)
def withdraw(*, actor: Actor, request: int, version: int) -> Done[ExemptionRequest]:
    """Take back a request of one's own branch that nobody has decided yet."""
    found = get_one(within(actor, ExemptionRequest.objects.all()), pk=request)
    check_version(found, version)
    if found.state != RequestState.ASKED:
        raise Refused(f"这一项申请{found.state}，不能再撤回。")
    found.state = RequestState.WITHDRAWN
    found.save()
    settle(_key(found))
    return Done(found, on=_on(found), details={"target": found.target})


@action("responsibility.exemption_ended", OFFICE)
def end(*, actor: Actor, request: int, version: int, answer: str) -> Done[ExemptionRequest]:
    """Take back an exemption that was granted, with a reason: the ledger keeps both rows, the score follows."""
    found = get_one(within(actor, ExemptionRequest.objects.all()), pk=request)
    check_version(found, version)
    if found.state != RequestState.GRANTED:
        raise Refused("只有已批准的豁免可以收回。")
    if not answer.strip():
        raise Refused("收回要写明理由。")
    granted = Exemption.objects.get(pk=found.exemption)
    row = taken_back(granted, actor.person)
    row.save(force_insert=True)
    _decided(found, actor, RequestState.WITHDRAWN, answer)
    return Done(
        found, on=_on(found), organisations=(found.organisation_id,), details={"target": found.target, "row": row.id}
    )


def _to_decide(actor: Actor, request: int, version: int) -> ExemptionRequest:
    found = get_one(within(actor, ExemptionRequest.objects.all()), pk=request)
    check_version(found, version)
    if found.state != RequestState.ASKED:
        raise Refused(f"这一项申请{found.state}，不用再审批。")
    if actor.account == found.asked_account or actor.person == found.asked_by:
        raise Refused("申请人不能审批自己的申请。请机关党委办公室的另一位同志审批。")
    return found


def _decided(found: ExemptionRequest, actor: Actor, state: RequestState, answer: str) -> None:
    found.state, found.answer = state, answer
    found.decided, found.decided_by = business_day(), actor.person
    found.save()
    settle(_key(found))
    tell(
        key=f"exemption-answer:{found.pk}:{found.version}",
        kind="豁免",
        title=f"豁免申请{state}：{found.title}",
        url=reverse("responsibility:exemption", args=(found.pk,)),
        organisation=found.organisation_id,
        role=Role.BRANCH_SECRETARY,
        source="机关党委办公室",
    )


def _tell_office(request: ExemptionRequest, where: Organisation) -> None:
    above = [one for one in where.path.split("/") if one]
    committee = Organisation.objects.filter(pk__in=above, tier="机关党委").first()
    if committee is None:
        raise NotFound("Committee")
    tell(
        key=_key(request),
        kind="豁免",
        title=f"{where.name}申请豁免：{request.title}",
        url=reverse("responsibility:exemption", args=(request.pk,)),
        organisation=committee.pk,
        role=Role.OFFICE,
        source=where.name,
    )


def _key(request: ExemptionRequest) -> str:
    return f"exemption:{request.pk}"


def _on(request: ExemptionRequest) -> str:
    return f"exemption_request:{request.pk}"
