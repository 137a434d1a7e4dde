"""Papers go upward, are signed for or returned, and count at once; who has not handed in is reminded once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bihuan_site.documents.taking import check
from bihuan_site.inbox.models import Item
from bihuan_site.ledger.models import Submission
from bihuan_site.progress.models import Filling, Paper, PaperState
from bihuan_site.progress.submissions import queries
from bihuan_site.progress.submissions.actions import give_back, hand_in, receive, remind
from bihuan_site.scoring.models import Due, Standing
from bihuan_site.scoring.papers import paper_windows_of
from bihuan_site.scoring.refreshing import refresh_all
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import NotAllowed, NotFound, Refused, Stale
from bihuan_site.shared.roles import Relation, Role

pytestmark = pytest.mark.usefixtures("pack")
Actors = Callable[..., Actor]
ClientAs = Callable[[Role | str], Client]
WINDOW = "思想政治工作汇报|2026H1|"


@pytest.fixture
def secretary(actor_of: Actors) -> Actor:
    return actor_of(Role.BRANCH_SECRETARY)


@pytest.fixture
def office(actor_of: Actors) -> Actor:
    return actor_of(Role.OFFICE)


def hand(actor: Actor, **given: Any) -> Paper:
    done = hand_in(actor=actor, **{"organisation": "zb-001", "window": WINDOW, **given})
    assert done.result is not None
    return done.result


def below(actor: Actor) -> Actor:
    return actor.seeing({actor.role: Relation.BELOW})


def test_what_the_pack_asks_can_be_handed_in(secretary: Actor) -> None:
    asked = {one.mark for one in paper_windows_of("zb-001")}
    assert asked == {"党务公开|2026Q2|", WINDOW, "意识形态工作报告|2026H1|"}
    settled = Item.objects.filter(key__startswith="paper_due:").count()
    made = hand(secretary)
    assert (made.submission.kind, made.submission.period, made.submission.person_id) == (
        "思想政治工作汇报",
        "2026H1",
        None,
    )
    assert made.submission.received == date(2026, 6, 18) and made.days_late == 0 and settled == 0
    assert WINDOW not in {one.mark for one in paper_windows_of("zb-001")}
    assert Filling.objects.get().form == "paper"


def test_the_score_follows_the_paper_and_its_return(secretary: Actor, office: Actor) -> None:
    refresh_all()
    before = Standing.objects.get(organisation_id="zb-001").earned
    made = hand(secretary, window="党务公开|2026Q2|")
    after = Standing.objects.get(organisation_id="zb-001").earned
    assert after > before
    give_back(actor=office, paper=made.pk, version=1, reason="缺公开目录")
    assert Standing.objects.get(organisation_id="zb-001").earned == before


def test_a_key_used_twice_hands_in_once_and_a_second_paper_is_refused(secretary: Actor) -> None:
    hand_in(actor=secretary, key="k", organisation="zb-001", window=WINDOW)
    assert hand_in(actor=secretary, key="k", organisation="zb-001", window=WINDOW).again
    with pytest.raises(Refused, match="已经报过"):
        hand(secretary)
    with pytest.raises(Refused, match="已经报过"):
        hand(secretary, window="年终总结||")
    assert Submission.objects.count() == 1


def test_another_branch_and_a_plain_member_hand_nothing_in(secretary: Actor, actor_of: Actors) -> None:
    with pytest.raises(NotFound):
        hand(secretary, organisation="zb-002")
    with pytest.raises(NotAllowed):
        hand(actor_of(Role.MEMBER))


def test_the_office_is_told_and_signs_for_several_at_once(secretary: Actor, office: Actor) -> None:
    one, two = hand(secretary), hand(secretary, window="党务公开|2026Q2|")
    told = Item.objects.filter(for_organisation_id="jw-01", for_role=Role.OFFICE, done=None)
    assert {item.key for item in told} == {f"paper:{one.pk}", f"paper:{two.pk}"}
    receive(actor=office, papers=[one.pk, two.pk])
    assert {*Paper.objects.values_list("state", flat=True)} == {PaperState.RECEIVED} and not told.all().exists()
    with pytest.raises(Refused, match="不用再办"):
        receive(actor=office, papers=[one.pk])
    with pytest.raises(Refused, match="没有选到"):
        receive(actor=office, papers=[])
    with pytest.raises(NotAllowed):
        receive(actor=secretary, papers=[one.pk])


def test_a_returned_paper_keeps_its_row_and_is_handed_in_again(secretary: Actor, office: Actor) -> None:
    old = hand(secretary)
    first = old.submission_id
    with pytest.raises(Refused, match="为什么退回"):
        give_back(actor=office, paper=old.pk, version=1, reason=" ")
    with pytest.raises(Stale):
        give_back(actor=office, paper=old.pk, version=7, reason="缺数据")
    give_back(actor=office, paper=old.pk, version=1, reason="缺数据")
    old.refresh_from_db()
    assert Submission.objects.get(pk=first).replaced and not Submission.objects.get(pk=first).returned
    assert old.submission.returned and old.submission.corrects == first
    assert Item.objects.get(key=f"paper_returned:{old.pk}").for_organisation_id == "zb-001"
    new = hand(secretary, again=old.pk)
    assert new.submission.corrects == old.submission_id and new.again_after_id == old.pk
    assert Item.objects.get(key=f"paper_returned:{old.pk}").done is not None
    shown = queries.opened(below(office), new.submission_id)
    assert [step.what for step in shown.history] == ["报送", "退回", "重报"] and shown.history[1].words == "缺数据"
    assert [row.pk for row in queries.listed(below(office), {})] == [new.submission_id]
    with pytest.raises(Refused, match="已经重报"):
        hand(secretary, again=old.pk)


def test_a_late_paper_is_shown_as_late(secretary: Actor, office: Actor, settings: Any) -> None:
    settings.DEMO_DAY = date(2026, 7, 5)
    made = hand(secretary)
    assert made.days_late == 5
    assert [row.pk for row in queries.listed(below(office), {"state": "晚报"})] == [made.submission_id]


def test_nobody_signs_for_their_own_paper(actor_of: Actors, office: Actor) -> None:
    made = hand(office, organisation="jw-01", window="督办清单|2026-06|")
    with pytest.raises(Refused, match="不能自己签收"):
        receive(actor=office, papers=[made.pk])
    head = actor_of(Role.LEADING_SECRETARY)
    assert Item.objects.get(key=f"paper:{made.pk}").for_role == Role.LEADING_SECRETARY
    receive(actor=head, papers=[made.pk])
    made.refresh_from_db()
    assert made.state == PaperState.RECEIVED


def test_whoever_has_not_handed_in_is_reminded_once(secretary: Actor, office: Actor) -> None:
    refresh_all()
    line = next(one for one in queries.lacking(below(office)) if one.kind == "党务公开")
    assert line.count == len(queries.missing_of(below(office), "党务公开", line.window, line.deadline)) == 8
    done = remind(actor=office, kind="党务公开", window=line.window, deadline=line.deadline)
    assert done.result == 8
    assert remind(actor=office, kind="党务公开", window=line.window, deadline=line.deadline).result == 0
    assert Item.objects.filter(key__startswith="paper_due:").count() == 8
    hand(secretary, window="党务公开|2026Q2|")
    assert Item.objects.get(key__endswith="/zb-001").done is not None
    assert next(one for one in queries.lacking(below(office)) if one.kind == "党务公开").count == 7
    with pytest.raises(Refused, match="没有未报"):
        remind(actor=office, kind="没有", window="", deadline=line.deadline)
    assert not Due.objects.filter(organisation_id="zb-001", window=line.window, kinds=("党务公开",)).exists()


def test_counts_are_the_length_of_the_lists_they_open(secretary: Actor, office: Actor) -> None:
    one = hand(secretary)
    hand(secretary, window="党务公开|2026Q2|")
    give_back(actor=office, paper=one.pk, version=1, reason="缺数据")
    for word, number in queries.counts(below(office)):
        assert queries.listed(below(office), {"state": word}).count() == number
    assert dict(queries.counts(below(office)))["已退回"] == 1


def test_a_foreign_paper_looks_like_a_missing_one(client_as: ClientAs, secretary: Actor, agency: Any) -> None:
    made = hand(secretary)
    other = client_as(agency.secretary_of("zb-002"))
    foreign = other.get(reverse("progress:submission", args=[made.submission_id]))
    missing = other.get(reverse("progress:submission", args=["bs-000000-x"]))
    assert foreign.status_code == missing.status_code == 404
    assert "思想政治工作汇报" not in other.get(reverse("progress:submissions")).content.decode()


def test_the_form_hands_in_with_a_file_and_the_office_returns_it(client_as: ClientAs) -> None:
    branch, office = client_as(Role.BRANCH_SECRETARY), client_as(Role.OFFICE)
    address = reverse("progress:new_submission")
    page = branch.get(address, {"kind": "思想政治工作汇报"}).content.decode()
    assert f'value="{WINDOW}" selected' in page and "约 2 分钟" in page
    assert branch.post(address, {"window": "", "key": "a"}).status_code == 422
    file = SimpleUploadedFile("半年汇报.txt", "一年来的思想政治工作。".encode())
    answer = branch.post(address, {"window": WINDOW, "text": "见附件", "file": file, "key": "b"}, follow=True)
    assert answer.status_code == 200, answer.context["form"].errors
    assert "已报送" in answer.content.decode() and "半年汇报.txt" in answer.content.decode()
    paper = Paper.objects.get()
    listed = office.get(reverse("progress:submissions"), {"state": "待签收"}).content.decode()
    assert "规划处党支部" in listed and 'name="paper"' in listed
    one = reverse("progress:submission", args=[paper.submission_id])
    assert office.post(one, {"act": "return", "reason": "", "version": "1", "key": "c"}).status_code == 422
    back = office.post(one, {"act": "return", "reason": "缺数据", "version": "1", "key": "d"}, follow=True)
    assert "已退回" in back.content.decode()
    again = branch.get(address, {"again": paper.pk}).content.decode()
    assert "缺数据" in again
    branch.post(f"{address}?again={paper.pk}", {"text": "已补", "key": "e"})
    newest = Paper.objects.get(state=PaperState.HANDED)
    office.post(reverse("progress:submission", args=[newest.submission_id]), {"act": "receive", "key": "f"})
    newest.refresh_from_db()
    assert newest.state == PaperState.RECEIVED
    assert branch.post(one, {"act": "receive"}).status_code == 403


def test_lists_come_as_workbooks(client_as: ClientAs, secretary: Actor) -> None:
    hand(secretary)
    refresh_all()
    client = client_as(Role.OFFICE)
    for name in ("submissions", "missing_submissions"):
        answer = client.get(reverse(f"progress:{name}"), {"export": "xlsx"})
        assert answer.status_code == 200 and answer.content[:2] == b"PK"


def test_a_file_is_kept_for_the_branch(secretary: Actor) -> None:
    made = hand(secretary, file=check(SimpleUploadedFile("表.txt", "党务公开目录".encode())))
    assert made.upload is not None and made.upload.organisation_id == "zb-001"


@pytest.mark.browser
def test_the_pages_are_seen(
    browser_page: Callable[..., Any], axe: Callable[..., None], picture: Callable[..., Any], secretary: Actor
) -> None:
    refresh_all()
    made = hand(secretary)
    for role, name, address in (
        (Role.OFFICE, "submissions", reverse("progress:submissions") + "?state=待签收"),
        (Role.OFFICE, "submission", reverse("progress:submission", args=[made.submission_id])),
        (Role.OFFICE, "missing-submissions", reverse("progress:missing_submissions")),
        (Role.BRANCH_SECRETARY, "new-submission", reverse("progress:new_submission") + "?kind=党务公开"),
    ):
        page = browser_page(role)
        page.goto(address)
        axe(page)
        picture(page, name)
