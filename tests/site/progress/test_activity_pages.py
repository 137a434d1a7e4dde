"""The pages of activities: form with live panel, drafts, list, record."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bihuan_site.audit.models import AuditRow
from bihuan_site.ledger.models import Activity
from bihuan_site.organisations.models import Organisation
from bihuan_site.progress.activities.actions import record_activity
from bihuan_site.progress.models import Draft
from bihuan_site.scoring.models import Standing
from bihuan_site.scoring.previewing import preview_of, standing_today
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.roles import Role
from tests.support.site_activities import a_record, everybody, posted

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.usefixtures("pack")
Clients = Callable[[Role | str], Client]
Actors = Callable[..., Actor]


@pytest.fixture
def client(client_as: Clients) -> Client:
    return client_as(Role.BRANCH_SECRETARY)


def test_the_form_opens_with_the_six_commonest_kinds_first(client: Client) -> None:
    page = client.get("/activities/new/?kind=主题党日").content.decode()
    places = [
        page.index(f'value="{kind}"') for kind in ("主题党日", "党员大会", "支委会", "党小组会", "党课", "集中学习")
    ]
    assert places == sorted(places) and "填这一次，计入" in page and "约" in page


def test_what_is_posted_is_recorded_and_a_second_press_is_not(client: Client) -> None:
    first = client.post("/activities/new/", posted(a_record()))
    again = client.post("/activities/new/", posted(a_record()))
    assert first.status_code == again.status_code == 302 and first["Location"] == again["Location"]
    assert Activity.objects.count() == 1
    page = client.get(first["Location"]).content.decode()
    assert "养护一线走访" in page and "参加人员" in page


def test_a_refusal_keeps_what_was_written(client: Client) -> None:
    answer = client.post("/activities/new/", posted(a_record(), day="2026-06-20", title="先记一笔"))
    page = answer.content.decode()
    assert answer.status_code == 422 and "还没到" in page and "先记一笔" in page and not Activity.objects.exists()


def test_a_missing_answer_for_somebody_on_the_list_is_asked_for(client: Client) -> None:
    data = posted(a_record())
    del data["att_ry-015"]
    answer = client.post("/activities/new/", data)
    assert answer.status_code == 422 and "许安" in answer.content.decode() and not Activity.objects.exists()


def test_the_preview_says_what_it_counts_for_and_writes_nothing(client: Client) -> None:
    client.get("/activities/new/")
    before = dict(Standing.objects.values_list("organisation_id", "total"))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = client.post("/activities/preview/", posted(a_record())).content.decode()
    assert "6 月" in page and "预计得分" in page and "+" in page
    writing = [one["sql"] for one in queries if one["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert writing == [] and not Activity.objects.exists() and not AuditRow.objects.exists()
    assert dict(Standing.objects.values_list("organisation_id", "total")) == before


def test_the_preview_is_what_becomes_of_the_score(client: Client, actor_of: Actors) -> None:
    from bihuan_site.ledger.rows import row_of
    from bihuan_site.progress.activities.records import activity_from
    from bihuan_site.progress.activities.rolls_queries import due_on

    record = a_record(kinds=("主题党日", "党课"), speakers=("ry-011",))
    activity = activity_from(Organisation.objects.get(pk="zb-001"), record, due_on("zb-001", record.day), record.day)
    told = preview_of(standing_today("zb-001"), row_of("activities", activity))
    record_activity(actor=actor_of(Role.BRANCH_SECRETARY), organisation="zb-001", record=record)
    standing = Standing.objects.get(organisation_id="zb-001")
    assert standing.total is not None
    from bihuan import api

    assert told.after == api.points_text(standing.total, standing.per_point) and told.before != told.after


def test_the_preview_of_a_half_filled_form_says_what_is_missing(client: Client) -> None:
    assert "选好活动类型" in client.post("/activities/preview/", {"day": "oops"}).content.decode()
    wild = {
        "kinds": ["主题党日"],
        "chair": "nobody",
        "speakers": "x",
        "group": "zz",
        "minutes": "99999",
        "makes_up": "1",
    }
    assert client.post("/activities/preview/", wild).status_code == 200


def test_the_names_follow_the_group(client: Client) -> None:
    page = client.post("/activities/names/", {"day": "2026-06-18", "group": "xz-01"}).content.decode()
    assert "应到 4" in page


def test_drafts_are_kept_listed_taken_up_and_thrown_away(client: Client, client_as: Clients) -> None:
    data = posted(a_record(attendance=everybody(ry_015="报备"), title="写了一半"), key="draft-1")
    assert client.post("/activities/drafts/save/", data).status_code == 204
    assert client.post("/activities/drafts/save/", data | {"title": "又写了些"}).status_code == 204
    draft = Draft.objects.get()
    assert "又写了些" in client.get("/activities/drafts/").content.decode()
    page = client.get(f"/activities/new/?draft={draft.pk}").content.decode()
    assert "又写了些" in page and 'value="draft-1"' in page
    other = client_as(Role.BRANCH_MEMBER)
    assert "又写了些" not in other.get("/activities/drafts/").content.decode()
    assert other.get(f"/activities/new/?draft={draft.pk}").status_code == 404
    assert other.post("/activities/drafts/", {"draft": draft.pk}).status_code == 404
    client.post("/activities/new/", data)
    assert not Draft.objects.exists() and Activity.objects.count() == 1


def test_a_draft_is_kept_by_the_button_and_discarded(client: Client) -> None:
    client.post("/activities/new/", posted(a_record(), act="draft"))
    draft = Draft.objects.get()
    assert not Activity.objects.exists()
    client.post("/activities/drafts/", {"draft": draft.pk})
    assert not Draft.objects.exists()


def test_correcting_and_withdrawing_by_pages(client: Client) -> None:
    address = client.post("/activities/new/", posted(a_record()))["Location"]
    assert "养护一线走访" in client.get(f"{address}correct/").content.decode()
    corrected = client.post(f"{address}correct/", posted(a_record(minutes=120), key="k-2"))["Location"]
    assert "更正记录" in client.get(corrected).content.decode()
    stale = client.post(f"{address}correct/", posted(a_record(minutes=60), key="k-3"))
    assert stale.status_code == 422 and "已被改动" in stale.content.decode()
    assert client.post(f"{corrected}withdraw/", {"reason": ""}).status_code == 200
    assert client.post(f"{corrected}withdraw/", {"reason": "重复"}).status_code == 302


def test_a_record_that_has_only_numbers_says_so_when_it_is_corrected(client: Client) -> None:
    day = a_record().day
    Activity.objects.create(id="hd-1", organisation_id="zb-001", kinds=("党课",), day=day, due=9, present=7, leave=1)
    assert "原记录只有人数：应到 9，实到 7，报备 1" in client.get("/activities/hd-1/correct/").content.decode()


def test_superiors_read_and_others_find_nothing(client: Client, client_as: Clients, agency: object) -> None:
    address = client.post("/activities/new/", posted(a_record(attendance=everybody(ry_015="报备"))))["Location"]
    office = client_as(Role.OFFICE)
    page = office.get(address).content.decode()
    assert "报备 1" in page and "许安" not in page and "更正</a>" not in page
    assert "规划处党支部" in office.get("/activities/").content.decode()
    assert office.get("/activities/new/").status_code == 403
    assert client_as("ry-021").get(address).status_code == 404
    assert client_as("ry-015").get(address).status_code == 403


def test_the_list_is_given_as_a_workbook(client: Client) -> None:
    client.post("/activities/new/", posted(a_record()))
    answer = client.get("/activities/?export=xlsx")
    assert answer.content[:2] == b"PK" and "attachment" in answer["Content-Disposition"]


def test_what_forms_cost_this_month_is_added_up(client: Client) -> None:
    client.post("/activities/new/", posted(a_record()))
    assert "本支部 6 月共填 1 次，约 4 分钟" in client.get("/activities/new/").content.decode()


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False])
def test_an_activity_is_logged_in_the_browser(
    browser_page: Callable[..., "Page"], axe: Callable[["Page"], None], picture: Callable[..., object], script: bool
) -> None:
    page = browser_page(Role.BRANCH_SECRETARY, script=script)
    page.goto("/activities/new/?kind=主题党日")
    page.get_by_label("主题", exact=False).nth(0).wait_for()
    page.fill("#id_title", "养护一线走访：治超攻关党员在岗")
    page.fill("#id_minutes", "150")
    page.fill("#id_place", "青石岭养护站")
    page.fill("#id_text", "书记围绕“养护一线怎样当先锋”讲党课 40 分钟。")
    page.locator("label.nm-1", has_text="许安").click()
    if script:
        page.locator("label", has_text="党课").first.click()
        page.locator("#panel .hit b", has_text="不计入：书记讲党课").wait_for()
        page.select_option("#id_speakers", "ry-011")
        page.locator("#panel .hit li:not(.hit-no) b", has_text="书记讲党课").wait_for()
        axe(page)
        picture(page, "log")
    page.get_by_role("button", name="提交记录").click()
    page.wait_for_url("**/activities/hd-*/")
    assert page.locator("li", has_text="许安 报备").count() == 1
    if script:
        axe(page)
        picture(page, "activity")
        page.goto("/activities/")
        axe(page)
        picture(page, "activities")
