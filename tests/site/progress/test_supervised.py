"""A supervised task is issued, received, answered, closed or returned, reopened and moved; each step is kept."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bihuan_site.audit.models import AuditRow
from bihuan_site.inbox.models import Item
from bihuan_site.progress.models import SupervisedOrder, SupervisedTask, TaskState
from bihuan_site.progress.supervised import queries
from bihuan_site.progress.supervised.actions import Order, answer, close, give_back, issue, move, receive, reopen
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import NotAllowed, NotFound, Refused, Stale
from bihuan_site.shared.roles import Relation, Role

Actors = Callable[..., Actor]
ClientAs = Callable[[Role | str], Client]


@pytest.fixture
def secretary(actor_of: Actors) -> Actor:
    return actor_of(Role.BRANCH_SECRETARY)


@pytest.fixture
def office(actor_of: Actors) -> Actor:
    return actor_of(Role.OFFICE)


def an_order(**given: Any) -> Order:
    usual: dict[str, Any] = {
        "title": "补齐一季度党员大会记录",
        "text": "补开并记录，月底前报结果。",
        "source": "检查发现",
        "due": date(2026, 6, 30),
        "organisations": ("zb-001",),
    }
    return Order(**{**usual, **given})


def issued(actor: Actor, **given: Any) -> SupervisedTask:
    done = issue(actor=actor, order=an_order(**given))
    assert done.result is not None
    return done.result.tasks.order_by("organisation_id")[0]


def open_items(task: SupervisedTask) -> list[tuple[str, str]]:
    rows = Item.objects.filter(key__startswith=f"supervised:{task.pk}/", done=None)
    return [(str(one.for_organisation_id), one.title.split("：")[0]) for one in rows]


def below(actor: Actor) -> Actor:
    return actor.seeing({actor.role: Relation.BELOW})


def test_a_task_goes_all_the_way_and_back(office: Actor, secretary: Actor) -> None:
    task = issued(office)
    pk = task.pk
    assert open_items(task) == [("zb-001", "督办待签收")]
    receive(actor=secretary, task=pk, version=1)
    assert open_items(task) == [("zb-001", "督办在办")]
    with pytest.raises(Refused, match="办了什么"):
        answer(actor=secretary, task=pk, version=2, text=" ")
    answer(actor=secretary, task=pk, version=2, text="已补开，应到 8 人，实到 8 人。")
    assert open_items(task) == [("jw-01", "督办待验收")]
    with pytest.raises(Refused, match="为什么退回"):
        give_back(actor=office, task=pk, version=3, text="")
    give_back(actor=office, task=pk, version=3, text="缺表决结果")
    assert open_items(task) == [("zb-001", "督办退回，待重办")]
    answer(actor=secretary, task=pk, version=4, text="已补表决结果。")
    close(actor=office, task=pk, version=5)
    task.refresh_from_db()
    assert (task.state, task.closed, open_items(task)) == (TaskState.CLOSED, date(2026, 6, 18), [])
    with pytest.raises(Refused, match="已经过了"):
        reopen(actor=office, task=pk, version=6, text="回访不合格", due=date(2026, 6, 1))
    reopen(actor=office, task=pk, version=6, text="回访不合格", due=date(2026, 7, 10))
    assert open_items(task) == [("zb-001", "督办重新打开")]
    steps = [one.step.what for one in queries.opened(below(office), pk).steps]
    assert steps == ["发出", "签收", "答复", "退回", "答复", "办结", "重新打开"]
    assert AuditRow.objects.filter(on=f"supervised_task:{pk}").count() == 6


def test_the_day_is_moved_with_a_reason_and_the_old_one_is_kept(office: Actor) -> None:
    task = issued(office)
    for text, due, words in (
        ("", date(2026, 7, 9), "为什么改期"),
        ("培训", date(2026, 6, 30), "本来就是"),
        ("培训", date(2026, 6, 1), "已经过了"),
    ):
        with pytest.raises(Refused, match=words):
            move(actor=office, task=task.pk, version=1, text=text, due=due)
    move(actor=office, task=task.pk, version=1, text="与培训错开", due=date(2026, 7, 9))
    step = queries.opened(below(office), task.pk).steps[-1].step
    assert (step.due_before, step.due_after) == (date(2026, 6, 30), date(2026, 7, 9))
    assert Item.objects.get(key__startswith="supervised:", done=None).due == date(2026, 7, 9)
    with pytest.raises(Stale):
        move(actor=office, task=task.pk, version=1, text="再改", due=date(2026, 7, 20))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title": " "}, "事项和要求"),
        ({"source": "道听途说"}, "来源"),
        ({"source": "其他"}, "写明"),
        ({"organisations": ()}, "哪些党组织"),
        ({"organisations": ("xz-01",)}, "现有的党组织"),
        ({"organisations": ("jw-01",)}, "下级"),
        ({"due": date(2026, 6, 17)}, "已经过了"),
    ],
)
def test_what_cannot_be_issued_is_refused(office: Actor, given: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        issue(actor=office, order=an_order(**given))
    assert not SupervisedOrder.objects.exists()


def test_each_does_only_their_part(office: Actor, secretary: Actor, actor_of: Actors, agency: Any) -> None:
    with pytest.raises(NotAllowed):
        issue(actor=secretary, order=an_order())
    with pytest.raises(NotFound):
        issue(actor=office, order=an_order(organisations=("dz-01",)))
    task = issued(office)
    other = actor_of(agency.secretary_of("zb-002"))
    with pytest.raises(NotFound):
        receive(actor=other, task=task.pk, version=1)
    with pytest.raises(NotFound):
        receive(actor=office, task=task.pk, version=1)
    with pytest.raises(Refused, match="不能这样办"):
        answer(actor=secretary, task=task.pk, version=1, text="办了")
    with pytest.raises(NotAllowed):
        close(actor=secretary, task=task.pk, version=1)


def test_leaders_issue_to_the_committee_which_answers_but_does_not_accept(office: Actor, actor_of: Actors) -> None:
    head = actor_of(Role.LEADING_SECRETARY)
    task = issued(head, organisations=("jw-01",))
    receive(actor=office, task=task.pk, version=1)
    answer(actor=office, task=task.pk, version=2, text="已部署。")
    assert open_items(task) == [("dz-01", "督办待验收")]
    with pytest.raises(Refused, match="不能自己验收"):
        close(actor=office, task=task.pk, version=3)
    close(actor=head, task=task.pk, version=3)


def test_a_key_used_twice_issues_once_and_numbers_run_on(office: Actor) -> None:
    issue(actor=office, key="k", order=an_order(organisations=("zb-001", "zb-002", "zb-001")))
    assert issue(actor=office, key="k", order=an_order()).again
    assert SupervisedTask.objects.count() == 2
    second = issue(actor=office, order=an_order())
    assert second.result is not None and second.result.number == 2


def test_counts_are_the_length_of_the_lists_they_open(office: Actor, settings: Any) -> None:
    issued(office, organisations=("zb-001", "zb-002"))
    issued(office, due=date(2026, 6, 20))
    settings.DEMO_DAY = date(2026, 6, 25)
    found = queries.counts(below(office))
    assert (found["待签收"], found["逾期"]) == (3, 1)
    for state, number in found.items():
        assert queries.listed(below(office), {"state": state}).count() == number
    assert sum(column.count for column in queries.board(below(office), {})) == 3


def test_pages_act_for_the_right_people(client_as: ClientAs, office: Actor, agency: Any) -> None:
    above, branch, other = client_as(Role.OFFICE), client_as(Role.BRANCH_SECRETARY), client_as("ry-021")
    new = reverse("progress:new_supervised")
    assert branch.get(new).status_code == 403
    posted = {"title": "补齐记录", "text": "月底前补齐。", "source": "检查发现", "due": "2026-06-30", "key": "a"}
    assert "选一个或几个党组织" in above.post(new, posted).content.decode()
    page = above.post(new, {**posted, "groups": ["dw-01"], "organisations": ["zb-001"]}, follow=True)
    assert page.status_code == 200 and "督办已发出" in page.content.decode()
    assert {*SupervisedTask.objects.values_list("organisation_id", flat=True)} == {"zb-001", "zb-007", "zb-008"}
    task = SupervisedTask.objects.get(organisation_id="zb-001")
    one = reverse("progress:supervised_task", args=[task.pk])
    missing = reverse("progress:supervised_task", args=[10**6])
    assert other.get(one).status_code == other.get(missing).status_code == 404
    assert "补齐记录" not in other.get(reverse("progress:supervised")).content.decode()
    assert "已签收" in branch.post(one, {"act": "receive", "version": "1", "key": "b"}, follow=True).content.decode()
    assert branch.post(one, {"act": "answer", "version": "2", "text": "", "key": "c"}).status_code == 422
    branch.post(one, {"act": "answer", "version": "2", "text": "已补齐。", "key": "d"})
    assert above.post(one, {"act": "return", "version": "3", "text": "", "key": "e"}).status_code == 422
    assert above.post(one, {"act": "dance", "version": "3", "key": "f"}).status_code == 422
    page = above.post(one, {"act": "close", "version": "3", "key": "g"}, follow=True)
    assert "已办结" in page.content.decode()
    assert above.post(one, {"act": "reopen", "version": "4", "text": "回访", "key": "h"}).status_code == 422
    export = above.get(reverse("progress:supervised"), {"export": "xlsx"})
    assert export.content[:2] == b"PK"


@pytest.mark.browser
def test_the_pages_are_seen(
    browser_page: Callable[..., Any],
    axe: Callable[..., None],
    picture: Callable[..., Any],
    office: Actor,
    secretary: Actor,
    settings: Any,
) -> None:
    settings.DEMO_DAY = date(2026, 6, 1)
    late = issued(office, due=date(2026, 6, 9), title="每周半天学习连续 4 周未组织", source="考评反馈")
    receive(actor=secretary, task=late.pk, version=1)
    settings.DEMO_DAY = date(2026, 6, 18)
    issued(office, organisations=("zb-001", "zb-003", "zb-007"), due=date(2026, 6, 22))
    answered = issued(office, title="流动党员联系不到位", source="领导批示")
    receive(actor=secretary, task=answered.pk, version=1)
    answer(actor=secretary, task=answered.pk, version=2, text="已联系到 3 人，建了联系表。")
    for role, name, address in (
        (Role.OFFICE, "supervised", reverse("progress:supervised")),
        (Role.OFFICE, "supervised-table", reverse("progress:supervised") + "?view=table"),
        (Role.OFFICE, "supervised-task", reverse("progress:supervised_task", args=[answered.pk])),
        (Role.OFFICE, "new-supervised", reverse("progress:new_supervised")),
        (Role.BRANCH_SECRETARY, "supervised-answer", reverse("progress:supervised_task", args=[late.pk])),
    ):
        page = browser_page(role)
        page.goto(address)
        axe(page)
        picture(page, name)
