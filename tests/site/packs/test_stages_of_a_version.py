"""From draft to force: handed in, reviewed by another, published with every case right, put in force for all."""

from collections.abc import Callable
from typing import Any

import pytest

from bihuan_site.accounts.models import RoleGrant
from bihuan_site.audit.models import AuditRow
from bihuan_site.inbox.models import Item
from bihuan_site.packs.actions import (
    approve,
    discard_draft,
    edit_draft,
    put_in_force,
    send_back,
    start_draft,
    submit,
)
from bihuan_site.packs.bundles import cases_of, loaded_from, tree_of, with_tree
from bihuan_site.packs.in_force import pack_in_force, version_in_force
from bihuan_site.packs.models import PackVersion, Stage
from bihuan_site.packs.queries_effect import effect_of
from bihuan_site.packs.rights import EDITORS
from bihuan_site.packs.stages import publish
from bihuan_site.scoring.models import Standing
from bihuan_site.scoring.refreshing import refresh_all
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import NotAllowed, Refused, Stale
from bihuan_site.shared.roles import Role
from tests.support.site_agency import SINCE, Agency

pytestmark = pytest.mark.django_db

ActorOf = Callable[..., Actor]
THEME_DAY = "institutions.theme_day"


def again(version: PackVersion) -> dict[str, Any]:
    """The version as it is now, for the next act."""
    version.refresh_from_db()
    return {"version": version.pk, "revision": version.revision}


def cheaper(draft: PackVersion, office: Actor, *, with_cases: bool = True) -> None:
    """Halve what a missing theme day costs; with its wrong cases taken out, or left."""
    tree = tree_of(bytes(draft.source))
    measure = next(one for one in tree["指标表"] if one["编号"] == THEME_DAY)
    measure["计分"][0]["扣分"][0]["扣"] = "0.75"
    if with_cases:
        written = with_tree(bytes(draft.source), tree)
        right = [one.is_right for one in cases_of(written)]
        tree["算例"] = [
            case if fine else case | {"应得": expected(case)} for case, fine in zip(tree["算例"], right, strict=True)
        ]
    edit_draft(actor=office, **again(draft), source=with_tree(bytes(draft.source), tree), what="measure")


def expected(case: dict[str, Any]) -> dict[str, Any]:
    """What still holds of a case about theme days when the price changes: how many were held."""
    kept = {key: value for key, value in case["应得"].items() if key not in ("总分", "等次", "预判")}
    said = kept.get(THEME_DAY)
    if isinstance(said, dict):
        kept[THEME_DAY] = {key: value for key, value in said.items() if key in ("应办", "已办", "补办", "缺")}
    return kept


def published(draft: PackVersion, office: Actor, secretary: Actor) -> PackVersion:
    submit(actor=office, **again(draft))
    approve(actor=secretary, **again(draft))
    publish(actor=office, **again(draft))
    draft.refresh_from_db()
    return draft


def test_a_draft_goes_all_the_way_and_a_branch_stands_differently(
    draft: PackVersion, pack: PackVersion, office: Actor, secretary: Actor, agency: Agency
) -> None:
    refresh_all()
    before = Standing.objects.get(organisation_id=agency.branch)
    old = bytes(pack.content)
    cheaper(draft, office)
    said = effect_of(office.seeing(EDITORS), PackVersion.objects.get(pk=draft.pk))
    assert said is not None
    assert said.up == len(agency.branches)
    published(draft, office, secretary)
    assert version_in_force() == pack
    put_in_force(actor=office, **again(draft))
    after = Standing.objects.get(organisation_id=agency.branch)
    assert version_in_force() == draft
    assert pack_in_force().version == "2026.4"
    assert after.pack == draft
    assert after.earned * before.per_point > before.earned * after.per_point
    pack.refresh_from_db()
    assert bytes(pack.content) == old
    assert (pack.active, pack.stage) == (False, Stage.PUBLISHED)


def test_each_step_leaves_its_row_in_the_trail(draft: PackVersion, office: Actor, secretary: Actor) -> None:
    published(draft, office, secretary)
    put_in_force(actor=office, **again(draft))
    acts = [*AuditRow.objects.filter(act__startswith="packs.").order_by("sequence").values_list("act", flat=True)]
    assert acts == ["packs.drafted", "packs.submitted", "packs.approved", "packs.published", "packs.put_in_force"]


def test_nobody_reviews_what_they_wrote(
    draft: PackVersion, office: Actor, secretary: Actor, agency: Agency, actor_of: ActorOf
) -> None:
    submit(actor=office, **again(draft))
    with pytest.raises(Refused, match="自己不能审自己"):
        approve(actor=office, **again(draft))
    RoleGrant.objects.create(
        account=agency.account("ry-021"), role=Role.OFFICE, since=SINCE, organisation_id=agency.committee
    )
    colleague = actor_of("ry-021", Role.OFFICE)
    approve(actor=colleague, **again(draft))
    draft.refresh_from_db()
    assert (draft.stage, draft.reviewer) == (Stage.APPROVED, "ry-021")


def test_a_second_hand_in_the_draft_cannot_review_it_either(
    draft: PackVersion, office: Actor, agency: Agency, actor_of: ActorOf
) -> None:
    RoleGrant.objects.create(
        account=agency.account("ry-021"), role=Role.OFFICE, since=SINCE, organisation_id=agency.committee
    )
    colleague = actor_of("ry-021", Role.OFFICE)
    cheaper(draft, colleague)
    submit(actor=office, **again(draft))
    with pytest.raises(Refused, match="自己不能审自己"):
        approve(actor=colleague, **again(draft))


def test_what_is_returned_is_a_draft_again_with_the_reason(draft: PackVersion, office: Actor, secretary: Actor) -> None:
    submit(actor=office, **again(draft))
    assert Item.objects.filter(key=f"pack:{draft.pk}:1", done=None).exists()
    send_back(actor=secretary, **again(draft), reason="扣分太轻")
    draft.refresh_from_db()
    assert (draft.stage, draft.returned) == (Stage.DRAFT, "扣分太轻")
    assert not Item.objects.filter(key=f"pack:{draft.pk}:1", done=None).exists()
    assert Item.objects.filter(for_person_id=office.person, done=None).exists()
    submit(actor=office, **again(draft))
    assert Item.objects.filter(key=f"pack:{draft.pk}:2", done=None).exists()


def test_a_draft_with_errors_is_not_handed_in(draft: PackVersion, office: Actor) -> None:
    tree = tree_of(bytes(draft.source))
    tree["算例"] = []
    edit_draft(actor=office, **again(draft), source=with_tree(bytes(draft.source), tree), what="cases")
    with pytest.raises(Refused, match="P501"):
        submit(actor=office, **again(draft))


def test_a_wrong_case_stops_publication(draft: PackVersion, office: Actor, secretary: Actor) -> None:
    cheaper(draft, office, with_cases=False)
    submit(actor=office, **again(draft))
    approve(actor=secretary, **again(draft))
    with pytest.raises(Refused, match="个算例算得和写的不一样"):
        publish(actor=office, **again(draft))
    draft.refresh_from_db()
    assert (draft.stage, bytes(draft.content)) == (Stage.APPROVED, b"")


def test_only_what_was_reviewed_is_published(draft: PackVersion, office: Actor) -> None:
    with pytest.raises(Refused, match="草稿"):
        publish(actor=office, **again(draft))


def test_only_what_is_published_is_put_in_force(draft: PackVersion, office: Actor) -> None:
    with pytest.raises(Refused, match="草稿"):
        put_in_force(actor=office, **again(draft))


def test_what_is_published_is_neither_edited_nor_thrown_away(
    draft: PackVersion, office: Actor, secretary: Actor
) -> None:
    published(draft, office, secretary)
    content, source = bytes(draft.content), bytes(draft.source)
    with pytest.raises(Refused):
        edit_draft(actor=office, **again(draft), source=b"{}", what="x")
    with pytest.raises(Refused):
        discard_draft(actor=office, **again(draft))
    draft.refresh_from_db()
    assert (bytes(draft.content), bytes(draft.source)) == (content, source)
    assert loaded_from(source).pack.version == "2026.4"


def test_a_draft_is_thrown_away(draft: PackVersion, office: Actor) -> None:
    discard_draft(actor=office, **again(draft))
    assert not PackVersion.objects.filter(pk=draft.pk).exists()


def test_a_number_is_used_once(draft: PackVersion, pack: PackVersion, office: Actor) -> None:
    with pytest.raises(Refused, match="用过的版本号不再用"):
        start_draft(actor=office, version=pack.pk, number="2026.4")


def test_two_people_at_once_do_not_overwrite_each_other(draft: PackVersion, office: Actor, secretary: Actor) -> None:
    seen = again(draft)
    submit(actor=office, **seen)
    with pytest.raises(Stale):
        submit(actor=office, **seen)


@pytest.mark.parametrize("role", [Role.BRANCH_SECRETARY, Role.LEADING_SECRETARY, Role.COMMITTEE_SECRETARY, Role.MEMBER])
def test_only_the_office_writes(draft: PackVersion, actor_of: ActorOf, role: Role) -> None:
    actor = actor_of(role)
    for act in (submit, discard_draft, put_in_force):
        with pytest.raises(NotAllowed):
            act(actor=actor, **again(draft))
