"""Writes of papers: hand in, receive, return, remind."""

import secrets
from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from bihuan_site.audit.acting import Done, action
from bihuan_site.documents.taking import Checked, take
from bihuan_site.inbox.models import Item
from bihuan_site.inbox.posting import Notice, settle, tell, tell_many
from bihuan_site.ledger.models import Submission
from bihuan_site.organisations.models import Organisation
from bihuan_site.organisations.scoping import get_one, organisation_for, within
from bihuan_site.progress.models import Filling, Paper, PaperState
from bihuan_site.progress.queries_above import acting_role, receiver_above
from bihuan_site.progress.submissions.queries import asked_again, due_key, missing_of, window_for
from bihuan_site.progress.submissions.rights import RECEIVERS, REMINDERS, SUBMITTERS
from bihuan_site.scoring.papers import PaperWindow, paper_title
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.locking import check_version
from bihuan_site.shared.problems import Refused

COPIED = ("organisation_id", "kind", "day", "period", "person_id", "claimed")


@action("progress.paper_handed", SUBMITTERS)
def hand_in(
    *,
    actor: Actor,
    organisation: str,
    window: str,
    text: str = "",
    file: Checked | None = None,
    again: int | None = None,
    seconds: int = 0,
) -> Done[Paper]:
    """Hand a paper upward for one window of what is asked; with ``again`` in place of a returned one."""
    where = organisation_for(actor, organisation)
    old = _returned(actor, again) if again else None
    slot = asked_again(old) if old else window_for(where.pk, window)
    if slot is None:
        raise Refused("这一期已经报过，或者已不能再报。请刷新后重选。")
    row = _store(where, slot, actor, old)
    upload = take(actor, file, where.pk) if file else None
    paper = Paper.objects.create(
        submission=row,
        organisation=where,
        title=slot.title,
        text=text.strip()[:1000],
        window=slot.label,
        deadline=slot.deadline,
        upload=upload,
        handed=business_day(),
        handed_by=actor.person,
        again_after=old,
    )
    if old:
        Paper.objects.filter(pk=old.pk).update(state=PaperState.REPLACED, version=old.version + 1)
        Submission.objects.filter(pk=old.submission_id).update(replaced=True)
        settle(f"paper_returned:{old.pk}")
    Filling.objects.create(organisation=where, form="paper", day=business_day(), seconds=seconds)
    settle(f"{due_key(slot.kind, slot.label, slot.deadline)}/{where.pk}")
    _tell_receiver(paper, where)
    return Done(paper, f"submission:{row.pk}", {where.pk}, {"kind": slot.kind, "period": slot.key})


@action("progress.papers_received", RECEIVERS)
def receive(*, actor: Actor, papers: Iterable[int]) -> Done[list[Paper]]:
    """Sign for papers, one or several at once."""
    found = [_to_decide(actor, one) for one in sorted({*papers})]
    if not found:
        raise Refused("没有选到材料，请先勾选。")
    for paper in found:
        paper.version += 1
        _decide(paper, actor, PaperState.RECEIVED)
    return Done(found, f"paper:{found[0].pk}", (), {"papers": len(found)})


@action("progress.paper_returned", RECEIVERS)
def give_back(*, actor: Actor, paper: int, version: int, reason: str) -> Done[Paper]:
    """Return a paper with a reason: the row stays, a returned copy takes its place and counts for nothing."""
    found = _to_decide(actor, paper)
    if not reason.strip():
        raise Refused("请写一句为什么退回、要补什么。")
    check_version(found, version)
    found.reason = reason.strip()[:400]
    found.submission = _returned_copy(found.submission, actor)
    _decide(found, actor, PaperState.RETURNED)
    tell(
        key=f"paper_returned:{found.pk}",
        kind="报送",
        title=f"材料退回，待重报：{found.title}",
        url=f"{reverse('progress:new_submission')}?again={found.pk}",
        organisation=found.organisation_id,
        role=acting_role(found.organisation),
        due=found.deadline,
        source=actor.organisation_name,
    )
    return Done(found, f"submission:{found.submission_id}", {found.organisation_id}, {"paper": found.pk})


@action("progress.papers_reminded", REMINDERS)
def remind(*, actor: Actor, kind: str, window: str, deadline: date) -> Done[int]:
    """Remind everybody below who has not handed this paper in; whoever was reminded of it is not told again."""
    lacking = [one for one in missing_of(actor, kind, window, deadline) if one.organisation_id != actor.organisation]
    if not lacking:
        raise Refused("这一项已没有未报的，不用提醒。")
    key = due_key(kind, window, deadline)
    told = {*Item.objects.filter(key__startswith=f"{key}/").values_list("key", flat=True)}
    new = [
        Notice(
            key=f"{key}/{one.organisation_id}",
            kind="报送",
            title=f"请报{paper_title(window, kind)}",
            url=f"{reverse('progress:new_submission')}?kind={kind}",
            organisation=one.organisation_id,
            role=acting_role(one.organisation),
            due=deadline,
            source=actor.organisation_name,
        )
        for one in lacking
    ]
    new = [one for one in {notice.key: notice for notice in new}.values() if one.key not in told]
    tell_many(new)
    return Done(len(new), f"papers:{kind}", (), {"kind": kind, "told": len(new)})


def _store(where: Organisation, slot: PaperWindow, actor: Actor, old: Paper | None) -> Submission:
    today = business_day()
    return Submission.objects.create(
        id=_new_id(today),
        organisation=where,
        kind=slot.kind,
        day=today,
        period=slot.key,
        person_id=slot.person or None,
        received=today,
        claimed=today,
        corrects=old.submission_id if old else None,
        by=actor.person,
    )


def _returned_copy(row: Submission, actor: Actor) -> Submission:
    today = business_day()
    given = {name: getattr(row, name) for name in COPIED}
    copy = Submission.objects.create(
        id=_new_id(today), corrects=row.pk, returned=True, received=today, by=actor.person, **given
    )
    Submission.objects.filter(pk=row.pk).update(replaced=True)
    return copy


def _decide(paper: Paper, actor: Actor, state: PaperState) -> None:
    paper.state, paper.decided, paper.decided_by = state, business_day(), actor.person
    paper.save()
    settle(f"paper:{paper.pk}")


def _to_decide(actor: Actor, paper: int) -> Paper:
    rows = Paper.objects.select_related("organisation", "submission")
    found = get_one(within(actor, rows), pk=paper)
    if found.organisation_id == actor.organisation:
        raise Refused("本组织报送的材料由上级签收，不能自己签收。")
    if found.state != PaperState.HANDED:
        raise Refused(f"“{found.title}”{found.state}，不用再办。请刷新。")
    return found


def _returned(actor: Actor, paper: int) -> Paper:
    old = get_one(within(actor, Paper.objects.select_related("submission", "organisation")), pk=paper)
    if old.state != PaperState.RETURNED:
        raise Refused("这份材料没有退回，或者已经重报。请刷新。")
    return old


def _tell_receiver(paper: Paper, where: Organisation) -> None:
    receiver = receiver_above(where)
    if receiver:
        tell(
            key=f"paper:{paper.pk}",
            kind="报送",
            title=f"{where.name}报来{paper.title}",
            url=reverse("progress:submission", args=(paper.submission_id,)),
            organisation=receiver[0],
            role=receiver[1],
            source=where.name,
        )


def _new_id(day: date) -> str:
    return f"bs-{day:%y%m%d}-{secrets.token_hex(5)}"
