"""Supervised tasks of the demonstration: some in every state, one late, one moved."""

from dataclasses import dataclass
from datetime import date, timedelta

from bihuan_site.inbox.posting import Notice, tell_many
from bihuan_site.organisations.models import Organisation, PostHolding
from bihuan_site.organisations.scoping import in_force
from bihuan_site.progress.models import SupervisedOrder, SupervisedStep, SupervisedTask, TaskState
from bihuan_site.progress.queries_above import acting_role
from bihuan_site.shared.roles import Role

RESULT = "已按要求办理，材料存支部备查。"


@dataclass(frozen=True, slots=True)
class Example:
    """One order: issued and due so many days from today, how far each of its branches is."""

    title: str
    text: str
    source: str
    issued: int
    due: int
    states: tuple[TaskState, ...]


ISSUED, AT_WORK, ANSWERED, CLOSED = TaskState
EXAMPLES = (
    Example("补齐一季度党员大会记录", "对照议程补齐记录和表决结果。", "检查发现", -60, -20, (CLOSED, CLOSED, AT_WORK)),
    Example("每周半天学习连续 4 周未组织", "恢复学习，写明补学安排。", "考评反馈", -30, -9, (AT_WORK, ANSWERED)),
    Example("流动党员联系不到位", "逐人联系一次，建立联系表。", "领导批示", -12, 7, (ANSWERED, AT_WORK, CLOSED)),
    Example("支委会议题与记录不一致", "核对近三次记录，说明原因。", "检查发现", -7, 5, (AT_WORK, ISSUED, ISSUED)),
    Example("上半年党课安排报备", "月底前确定主讲人和日期。", "会议议定", -2, 12, (ISSUED, ISSUED, ISSUED, ISSUED)),
)


def fill(day: date) -> None:
    """Write the examples; nothing where there is no committee or no branch."""
    committee = Organisation.objects.filter(tier="机关党委").first()
    branches = [*Organisation.objects.filter(tier="党支部", active=True).order_by("code")]
    if committee is None or not branches:
        return
    clerk = _holder(committee.pk, "专职副书记", day)
    place = 0
    for number, one in enumerate(EXAMPLES, start=1):
        issued = day + timedelta(days=one.issued)
        order = SupervisedOrder.objects.create(
            issuer=committee,
            year=day.year,
            number=number,
            title=one.title,
            text=one.text,
            source=one.source,
            issued=issued,
            issued_by=clerk,
        )
        taken: set[str] = set()
        for state in one.states:
            where = branches[place * 7 % len(branches)]
            place += 1
            if where.pk not in taken:
                taken.add(where.pk)
                _task(order, where, state, one, day, clerk)


def _task(order: SupervisedOrder, where: Organisation, state: TaskState, one: Example, day: date, clerk: str) -> None:
    due = day + timedelta(days=one.due)
    reached = [*TaskState].index(state)
    spans = [min(order.issued + timedelta(days=step * 2), day) for step in range(reached + 1)]
    task = SupervisedTask.objects.create(
        order=order,
        organisation=where,
        state=state,
        due=due,
        answer=RESULT if reached >= 2 else "",
        answered=spans[2] if reached >= 2 else None,
        closed=spans[3] if reached >= 3 else None,
        version=reached + 1,
    )
    secretary = _holder(where.pk, "书记", day)
    for place, what in enumerate(("发出", "签收", "答复", "办结")[: reached + 1]):
        by = secretary if what in ("签收", "答复") else clerk
        text = RESULT if what == "答复" else ""
        SupervisedStep.objects.create(task=task, what=what, day=spans[place], by=by, text=text)
    _tell(task, order)


def _tell(task: SupervisedTask, order: SupervisedOrder) -> None:
    if task.state == TaskState.CLOSED:
        return
    where, role = task.organisation, acting_role(task.organisation)
    if task.state == TaskState.ANSWERED:
        where, role = order.issuer, Role.OFFICE
    words = {ISSUED: "督办待签收", AT_WORK: "督办在办", ANSWERED: "督办待验收"}[TaskState(task.state)]
    tell_many(
        [
            Notice(
                key=f"supervised:{task.pk}/{task.version}",
                kind="督办",
                title=f"{words}：{order.title}",
                url=f"/supervised/{task.pk}/",
                organisation=where.pk,
                role=role,
                due=task.due,
                source=order.issuer.name,
            )
        ]
    )


def _holder(organisation: str, post: str, day: date) -> str:
    held = PostHolding.objects.filter(in_force(day), organisation_id=organisation, post=post).first()
    return held.person_id if held else ""
