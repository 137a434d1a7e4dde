"""Writes of supervised tasks: issue, receive, answer, close, return, reopen, move the day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max
from django.urls import reverse

from bihuan_site.audit.acting import Done, action
from bihuan_site.documents.taking import Checked, take
from bihuan_site.inbox.posting import settle, tell
from bihuan_site.organisations.models import Organisation
from bihuan_site.organisations.scoping import get_one, organisation_for, within
from bihuan_site.progress.models import Filling, Source, SupervisedOrder, SupervisedStep, SupervisedTask, TaskState
from bihuan_site.progress.queries_above import acting_role, receiver_above
from bihuan_site.progress.supervised.rights import ISSUERS, WORKERS
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.locking import check_version
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.wording import date_words

MOST = 600


@dataclass(frozen=True, slots=True)
class Order:
    """What is issued, to whom, until when, on what ground."""

    title: str
    text: str
    source: str
    due: date
    organisations: tuple[str, ...]
    source_note: str = ""


@action("progress.supervised_issued", ISSUERS)
def issue(*, actor: Actor, order: Order) -> Done[SupervisedOrder]:
    """Issue one order to one or several organisations below; each gets a task of its own."""
    _check(order)
    places = [organisation_for(actor, one) for one in dict.fromkeys(order.organisations)]
    if any(one.pk == actor.organisation or one.tier == "党小组" or not one.active for one in places):
        raise Refused("督办只发给下级现有的党组织，请重选。")
    made = SupervisedOrder.objects.create(
        issuer_id=actor.organisation,
        year=business_day().year,
        number=_next_number(actor.organisation, business_day().year),
        title=order.title.strip(),
        text=order.text.strip(),
        source=order.source,
        source_note=order.source_note.strip(),
        issued=business_day(),
        issued_by=actor.person,
    )
    for where in places:
        task = SupervisedTask.objects.create(order=made, organisation=where, due=order.due)
        _step(task, actor, "发出")
        _tell_worker(task, actor, "督办待签收")
    return Done(made, f"supervised_order:{made.pk}", (), {"organisations": len(places), "due": f"{order.due}"})


@action("progress.supervised_received", WORKERS)
def receive(*, actor: Actor, task: int, version: int) -> Done[SupervisedTask]:
    """Sign for a task: it is at work from now on."""
    found = _own(actor, task, version, TaskState.ISSUED)
    _move_on(found, actor, TaskState.AT_WORK, "签收")
    _tell_worker(found, actor, "督办在办")
    return _done(found)


@action("progress.supervised_answered", WORKERS)
def answer(
    *, actor: Actor, task: int, version: int, text: str, file: Checked | None = None, seconds: int = 0
) -> Done[SupervisedTask]:
    """Say what was done; those above are asked to accept it."""
    found = _own(actor, task, version, TaskState.AT_WORK)
    if not text.strip():
        raise Refused("请写明办了什么、结果怎样。")
    found.answer, found.answered = text.strip()[:2000], business_day()
    upload = take(actor, file, found.organisation_id) if file else None
    _move_on(found, actor, TaskState.ANSWERED, "答复", text=found.answer, upload=upload)
    _tell_above(found)
    Filling.objects.create(
        organisation=found.organisation, form="supervised_answer", day=business_day(), seconds=seconds
    )
    return _done(found)


@action("progress.supervised_closed", ISSUERS)
def close(*, actor: Actor, task: int, version: int, text: str = "") -> Done[SupervisedTask]:
    """Accept what was answered: the task is done."""
    found = _others(actor, task, version, TaskState.ANSWERED)
    found.closed = business_day()
    _move_on(found, actor, TaskState.CLOSED, "办结", text=text.strip())
    return _done(found)


@action("progress.supervised_returned", ISSUERS)
def give_back(*, actor: Actor, task: int, version: int, text: str) -> Done[SupervisedTask]:
    """Return an answer with a reason."""
    found = _others(actor, task, version, TaskState.ANSWERED)
    if not text.strip():
        raise Refused("请写明为什么退回、还要办什么。")
    _move_on(found, actor, TaskState.AT_WORK, "退回", text=text.strip())
    _tell_worker(found, actor, "督办退回，待重办")
    return _done(found)


@action("progress.supervised_reopened", ISSUERS)
def reopen(*, actor: Actor, task: int, version: int, text: str, due: date) -> Done[SupervisedTask]:
    """Open a closed task again, with a reason and a new day."""
    found = _others(actor, task, version, TaskState.CLOSED)
    if not text.strip():
        raise Refused("请写明为什么重新打开。")
    _check_due(due)
    before, found.due, found.closed = found.due, due, None
    _move_on(found, actor, TaskState.AT_WORK, "重新打开", text=text.strip(), due_before=before, due_after=due)
    _tell_worker(found, actor, "督办重新打开")
    return _done(found)


@action("progress.supervised_moved", ISSUERS)
def move(*, actor: Actor, task: int, version: int, text: str, due: date) -> Done[SupervisedTask]:
    """Move the day, with a reason; the old day stays in the steps."""
    found = _others(actor, task, version, TaskState.ISSUED, TaskState.AT_WORK)
    if not text.strip():
        raise Refused("请写明为什么改期。")
    _check_due(due)
    if due == found.due:
        raise Refused(f"到期日本来就是{date_words(due)}，不用改。")
    before, found.due = found.due, due
    _move_on(found, actor, TaskState(found.state), "改期", text=text.strip(), due_before=before, due_after=due)
    _tell_worker(found, actor, "督办待签收" if found.state == TaskState.ISSUED else "督办在办")
    return _done(found)


def _check(order: Order) -> None:
    if not order.title.strip() or not order.text.strip():
        raise Refused("请写事项和要求。")
    if order.source not in Source.values:
        raise Refused("请选一个来源。")
    if order.source == Source.OTHER and not order.source_note.strip():
        raise Refused("来源选“其他”的，请写明是什么。")
    if not order.organisations:
        raise Refused("请选发给哪些党组织。")
    if len(order.organisations) > MOST:
        raise Refused(f"一次最多发给 {MOST} 个党组织。")
    _check_due(order.due)


def _check_due(due: date) -> None:
    if due < business_day():
        raise Refused("到期日已经过了，请选今天或以后。")


def _next_number(issuer: str, year: int) -> int:
    last = SupervisedOrder.objects.filter(issuer_id=issuer, year=year).aggregate(last=Max("number"))["last"]
    return int(last or 0) + 1


def _own(actor: Actor, task: int, version: int, *states: TaskState) -> SupervisedTask:
    return _open(actor, task, version, states)


def _others(actor: Actor, task: int, version: int, *states: TaskState) -> SupervisedTask:
    found = _open(actor, task, version, states)
    if found.organisation_id == actor.organisation:
        raise Refused("督办到本组织的事项，不能自己验收和改期。")
    return found


def _open(actor: Actor, task: int, version: int, states: tuple[TaskState, ...]) -> SupervisedTask:
    rows = SupervisedTask.objects.select_related("order", "organisation")
    found = get_one(within(actor, rows), pk=task)
    check_version(found, version)
    if found.state not in states:
        raise Refused(f"这一件现在是“{found.state}”，不能这样办。请刷新后再看。")
    return found


def _move_on(found: SupervisedTask, actor: Actor, state: TaskState, what: str, **more: Any) -> None:
    found.state = state
    found.save()
    _step(found, actor, what, **more)
    settle(f"supervised:{found.pk}")


def _step(task: SupervisedTask, actor: Actor, what: str, **more: Any) -> None:
    SupervisedStep.objects.create(
        task=task, what=what, day=business_day(), by=actor.person, role=actor.role.value, **more
    )


def _tell_worker(task: SupervisedTask, actor: Actor, words: str) -> None:
    where: Organisation = task.organisation
    tell(
        key=f"supervised:{task.pk}/{task.version}",
        kind="督办",
        title=f"{words}：{task.order.title}",
        url=reverse("progress:supervised_task", args=(task.pk,)),
        organisation=where.pk,
        role=acting_role(where),
        due=task.due,
        source=actor.organisation_name,
    )


def _tell_above(task: SupervisedTask) -> None:
    receiver = receiver_above(task.organisation)
    if receiver:
        tell(
            key=f"supervised:{task.pk}/{task.version}",
            kind="督办",
            title=f"督办待验收：{task.order.title}",
            url=reverse("progress:supervised_task", args=(task.pk,)),
            organisation=receiver[0],
            role=receiver[1],
            due=task.due,
            source=task.organisation.name,
        )


def _done(found: SupervisedTask) -> Done[SupervisedTask]:
    return Done(found, f"supervised_task:{found.pk}", (), {"state": str(found.state)})
