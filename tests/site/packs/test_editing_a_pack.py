"""Editing a draft through its forms: what a change brings is shown, a bad one refused, the origin left as it was."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bihuan_site.packs.actions import edit_draft
from bihuan_site.packs.bundles import cases_of, problems_of, tree_of
from bihuan_site.packs.models import PackVersion
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import Stale
from bihuan_site.shared.roles import Role
from tests.site.packs.conftest import answers

pytestmark = pytest.mark.django_db

ClientAs = Callable[[Role | str], Client]
MEETING = "institutions.theme_day"
PRICE = "part0_扣分0_扣"
LECTURE = "duty.branch_secretary.lecture"


@pytest.fixture
def client(client_as: ClientAs) -> Client:
    return client_as(Role.OFFICE)


def fill(client: Client, address: str, act: str = "save", **changed: Any) -> Any:
    """Open a form, change something in it and send it."""
    form = client.get(address).context["form"]
    return client.post(address, answers(form, **changed) | {"act": act})


def at(draft: PackVersion, name: str, *words: str) -> str:
    return reverse(f"packs:{name}", args=(draft.pk, *words))


def item(draft: PackVersion, key: str, name: str) -> dict[str, Any]:
    draft.refresh_from_db()
    found: dict[str, Any] = next(one for one in tree_of(bytes(draft.source))[key] if one["编号"] == name)
    return found


def test_a_form_sent_as_it_was_shown_changes_nothing(client: Client, draft: PackVersion) -> None:
    before = tree_of(bytes(draft.source))
    for address in (at(draft, "measure", MEETING), at(draft, "duty", LECTURE), at(draft, "grades")):
        assert fill(client, address).status_code == 302
    draft.refresh_from_db()
    assert tree_of(bytes(draft.source)) == before


def test_every_duty_and_measure_comes_back_from_its_form_as_it_was(client: Client, draft: PackVersion) -> None:
    before = tree_of(bytes(draft.source))
    for one in before["指标表"][::6]:
        assert fill(client, at(draft, "measure", one["编号"])).status_code == 302, one["编号"]
    for one in before["责任清单"][::8]:
        assert fill(client, at(draft, "duty", one["编号"])).status_code == 302, one["编号"]
    draft.refresh_from_db()
    assert tree_of(bytes(draft.source)) == before


def test_trying_a_change_says_who_would_move_and_stores_nothing(client: Client, draft: PackVersion) -> None:
    before = bytes(draft.source)
    answer = fill(client, at(draft, "measure", MEETING), "try", **{PRICE: "0.5"})
    assert "得分会升，0 个会降" in answer.content.decode()
    draft.refresh_from_db()
    assert bytes(draft.source) == before


def test_a_saved_change_stands_in_the_draft_and_not_in_its_origin(
    client: Client, draft: PackVersion, pack: PackVersion
) -> None:
    frozen, kept = bytes(pack.content), bytes(pack.source)
    fill(client, at(draft, "measure", MEETING), **{PRICE: "0.5"})
    assert item(draft, "指标表", MEETING)["计分"][0]["扣分"][0]["扣"] == "0.5"
    pack.refresh_from_db()
    assert (bytes(pack.content), bytes(pack.source)) == (frozen, kept)


def test_a_changed_price_makes_its_cases_wrong_and_they_can_be_put_right(client: Client, draft: PackVersion) -> None:
    fill(client, at(draft, "measure", MEETING), **{PRICE: "0.5"})
    draft.refresh_from_db()
    results = cases_of(bytes(draft.source))
    wrong = [number for number, one in enumerate(results) if not one.is_right]
    assert wrong
    text = client.get(at(draft, "cases"), {"only": "wrong"}).content.decode()
    assert f"有 {len(wrong)} 个算得和写的不一样" in text
    fill(client, at(draft, "case", str(wrong[0])), "drop")
    draft.refresh_from_db()
    assert len(cases_of(bytes(draft.source))) == len(results) - 1


def test_a_case_takes_the_result_the_clerk_reckons(client: Client, draft: PackVersion) -> None:
    address = at(draft, "case", "0")
    form = client.get(address).context["form"]
    first = next(iter(form.places))
    assert fill(client, address, name="改过的一句话", **{first: "1"}).status_code == 302
    draft.refresh_from_db()
    assert tree_of(bytes(draft.source))["算例"][0]["例"] == "改过的一句话"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (PRICE, "半分", "“半分”不是分值"),
        ("max", "六", "“六”不是数"),
        ("part0_asked0_each", "一小时", "“一小时”不是数量"),
        ("part0_asked0_late", "很久", "“很久”不是时长"),
    ],
)
def test_a_bad_value_is_refused_at_its_field(
    client: Client, draft: PackVersion, field: str, value: str, sentence: str
) -> None:
    before = bytes(draft.source)
    answer = fill(client, at(draft, "measure", MEETING), **{field: value})
    assert answer.status_code == 200
    assert sentence in str(answer.context["form"].errors[field])
    draft.refresh_from_db()
    assert bytes(draft.source) == before


def test_a_full_mark_that_breaks_the_sum_is_told_and_to_be_put_right_later(client: Client, draft: PackVersion) -> None:
    answer = fill(client, at(draft, "measure", MEETING), "try", max="7")
    assert "基本制度落实好" in str(answer.context["elsewhere"])
    fill(client, at(draft, "measure", MEETING), max="7")
    text = client.get(at(draft, "version")).content.decode()
    assert "改正以后才能提交" in text


def test_a_duty_is_edited_with_cadence_deadline_and_own_mark(client: Client, draft: PackVersion) -> None:
    fill(client, at(draft, "duty", LECTURE), every="季", late="10 天", at_least="2 次", name="每季度讲两次党课")
    duty = item(draft, "责任清单", LECTURE)
    assert duty["责任"] == "每季度讲两次党课"
    assert (duty["要求"]["每"], duty["要求"]["至少"], duty["要求"]["补办至"]) == ("季", "2 次", "10 天")
    assert duty["严于"]["文件"] == "半年讲话2021"


def test_trying_a_duty_tells_the_minutes_it_costs(client: Client, draft: PackVersion) -> None:
    answer = fill(client, at(draft, "duty", LECTURE), "try", every="月")
    assert "这条责任要每个承担的组织每月多填约" in answer.content.decode()


def test_activities_and_papers_do_not_mix_in_one_duty(client: Client, draft: PackVersion) -> None:
    answer = fill(client, at(draft, "duty", LECTURE), kinds=["党课", "督办清单"])
    assert "活动和报送不能混在一条里" in answer.content.decode()


def test_a_new_duty_lacks_its_cases_until_they_are_written(client: Client, draft: PackVersion) -> None:
    clause = client.get(at(draft, "new_duty")).context["form"].fields["basis"].choices[0][0]
    given: dict[str, Any] = {
        "name": "每季度开一次联学",
        "tier": "党支部",
        "post": "组织",
        "every": "季",
        "kinds": ["联学共建"],
    }
    assert fill(client, at(draft, "new_duty"), basis=[clause], **given).status_code == 302
    draft.refresh_from_db()
    lacking = [one for one in problems_of(bytes(draft.source)) if one.code == "P501"]
    assert len(lacking) == 1
    address = at(draft, "new_case", "duty", "duty.added_2026_4_1")
    shared = {"because": "每季度一次", "period": "2026Q1"}
    fill(
        client,
        address,
        name="办了一次",
        situation="适用",
        kind="联学共建",
        dates="2026-02-10",
        due="1",
        done="1",
        **shared,
    )
    fill(client, address, name="三月才成立", situation="不适用", since="2026-03-20", due="0", **shared)
    draft.refresh_from_db()
    assert not [one for one in problems_of(bytes(draft.source)) if one.code == "P501"]
    assert all(one.is_right for one in cases_of(bytes(draft.source))[-2:])


def test_a_new_measure_and_its_withdrawal(client: Client, draft: PackVersion) -> None:
    clause = client.get(at(draft, "new_measure")).context["form"].fields["basis"].choices[0][0]
    given: dict[str, Any] = {
        "name": "联学共建",
        "section": "服务中心工作好",
        "max": "2",
        "kinds": ["联学共建"],
        "every": "季",
    }
    answer = fill(client, at(draft, "new_measure"), missing="1", basis=[clause], **given)
    assert answer.status_code == 302, answer.content.decode()
    name = "measure.added_2026_4_1"
    assert item(draft, "指标表", name)["计分"][0]["扣分"] == [{"每少": "1 次", "扣": "1"}]
    assert fill(client, at(draft, "withdraw", "measure", name)).status_code == 302
    draft.refresh_from_db()
    assert name not in {one["编号"] for one in tree_of(bytes(draft.source))["指标表"]}


def test_withdrawing_a_measure_takes_its_own_cases_along(client: Client, draft: PackVersion) -> None:
    fill(client, at(draft, "withdraw", "measure", MEETING))
    draft.refresh_from_db()
    tree = tree_of(bytes(draft.source))
    assert not [one for one in tree["算例"] if one["关于"] == [MEETING]]
    assert not [one for one in problems_of(bytes(draft.source)) if one.code == "P502"]


def test_a_line_of_the_grades_is_moved(client: Client, draft: PackVersion) -> None:
    answer = fill(client, at(draft, "grades"), "try", grade0_from="99")
    assert "等次会变" in answer.content.decode()
    fill(client, at(draft, "grades"), grade0_from="95")
    draft.refresh_from_db()
    assert tree_of(bytes(draft.source))["等次"]["等次表"][0]["不低于"] == "95"


def test_a_stale_form_overwrites_nothing(client: Client, draft: PackVersion, office: Actor) -> None:
    address = at(draft, "measure", MEETING)
    opened = client.get(address).context["form"]
    fill(client, address, **{PRICE: "0.5"})
    answer = client.post(address, answers(opened, **{PRICE: "0.2"}) | {"act": "save"})
    assert "已被改动" in answer.content.decode()
    assert item(draft, "指标表", MEETING)["计分"][0]["扣分"][0]["扣"] == "0.5"
    with pytest.raises(Stale):
        edit_draft(actor=office, version=draft.pk, revision=1, source=bytes(draft.source), what="late")


def test_what_is_published_is_not_edited(client: Client, pack: PackVersion) -> None:
    answer = fill(client, at(pack, "measure", MEETING), **{PRICE: "0.5"})
    assert "这一版现在是“已发布”" in answer.content.decode()


def test_an_unknown_duty_measure_or_case_is_missing(client: Client, draft: PackVersion) -> None:
    for address in (
        at(draft, "duty", "duty.none"),
        at(draft, "measure", "none"),
        at(draft, "case", "9999"),
        at(draft, "withdraw", "veto", "x"),
        at(draft, "new_case", "grade", "x"),
    ):
        assert client.get(address).status_code == 404, address
