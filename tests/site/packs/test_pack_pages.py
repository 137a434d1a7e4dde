"""Pages of versions: who sees which, what each says, installing, workbooks in and out."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bihuan_site.packs.models import PackVersion, Stage
from bihuan_site.shared.listing import XLSX
from bihuan_site.shared.roles import Role

pytestmark = pytest.mark.django_db

ClientAs = Callable[[Role | str], Client]
VIEWS = ("version", "duties", "measures", "cases", "compare")


def text_of(client: Client, address: str, **asked: str) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_the_list_names_the_version_in_force(client_as: ClientAs, pack: PackVersion) -> None:
    text = text_of(client_as(Role.OFFICE), reverse("packs:versions"))
    assert "示范规则包" in text
    assert "现行" in text
    assert pack.meaning[:8] in text


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_of_a_version_opens_for_its_readers(client_as: ClientAs, draft: PackVersion, view: str) -> None:
    for role in (Role.OFFICE, Role.COMMITTEE_SECRETARY):
        text_of(client_as(role), reverse(f"packs:{view}", args=(draft.pk,)))
    for role in (Role.LEADING_SECRETARY, Role.DISCIPLINE):
        assert client_as(role).get(reverse(f"packs:{view}", args=(draft.pk,))).status_code == 404
        text_of(client_as(role), reverse(f"packs:{view}", args=(draft.based_on_id,)))


def test_leaders_do_not_find_drafts_in_the_list(client_as: ClientAs, draft: PackVersion) -> None:
    assert "2026.4" not in text_of(client_as(Role.LEADING_MEMBER), reverse("packs:versions"))
    assert "2026.4" in text_of(client_as(Role.COMMITTEE_SECRETARY), reverse("packs:versions"))


def test_a_branch_reads_the_rules_in_force_and_nothing_else(client_as: ClientAs, draft: PackVersion) -> None:
    client = client_as(Role.BRANCH_SECRETARY)
    text = text_of(client, reverse("packs:in_force"))
    assert "每少 1 次，扣 1 分" in text
    assert "党小组会" in text
    assert client.get(reverse("packs:versions")).status_code == 403
    assert client.get(reverse("packs:version", args=(draft.pk,))).status_code == 403


def test_a_clause_is_quoted_beside_its_measure(client_as: ClientAs, pack: PackVersion) -> None:
    assert "考核评分细则" in text_of(client_as(Role.BRANCH_MEMBER), reverse("packs:in_force"))


def test_without_a_pack_the_pages_say_so(client_as: ClientAs, agency: object) -> None:
    assert "还没有启用" in text_of(client_as(Role.BRANCH_SECRETARY), reverse("packs:in_force"))
    assert "还没有规则包" in text_of(client_as(Role.OFFICE), reverse("packs:versions"))


def test_a_pack_of_the_shelf_is_installed_once(client_as: ClientAs, agency: object) -> None:
    client = client_as(Role.OFFICE)
    assert "虚构，演示用" in text_of(client, reverse("packs:install"))
    for _ in range(2):
        answer = client.post(reverse("packs:install"), {"name": "rubric-17-branch-normalization"})
        assert answer.status_code == 302
    found = PackVersion.objects.get()
    assert (found.stage, found.active) == (Stage.PUBLISHED, False)
    assert "已安装" in text_of(client, reverse("packs:install"))


def test_a_name_that_is_not_on_the_shelf_is_missing(client_as: ClientAs, agency: object) -> None:
    assert client_as(Role.OFFICE).post(reverse("packs:install"), {"name": "../secret"}).status_code == 404


def exported(client: Client, version: PackVersion) -> bytes:
    answer = client.get(reverse("packs:workbook", args=(version.pk,)))
    assert answer.status_code == 200
    return answer.content


def test_an_exported_workbook_comes_back_as_a_draft(client_as: ClientAs, draft: PackVersion) -> None:
    client = client_as(Role.OFFICE)
    book = openpyxl.load_workbook(io.BytesIO(exported(client, draft)))
    sheet = book["规则包"]
    for row in sheet.iter_rows(min_row=2):
        if row[0].value == "版本":
            row[1].value = "2026.9"
    target = io.BytesIO()
    book.save(target)
    file = SimpleUploadedFile("rules.xlsx", target.getvalue(), content_type=XLSX)
    answer = client.post(reverse("packs:upload"), {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    made = PackVersion.objects.get(version="2026.9")
    assert made.stage == Stage.DRAFT
    assert "含义没有变" in text_of(client, reverse("packs:compare", args=(made.pk,)), **{"with": str(draft.pk)})


def test_a_bad_workbook_is_refused_with_every_cell(client_as: ClientAs, draft: PackVersion) -> None:
    client = client_as(Role.OFFICE)
    book = openpyxl.load_workbook(io.BytesIO(exported(client, draft)))
    headings = [cell.value for cell in book["指标"][1]]
    book["指标"].cell(2, headings.index("满分") + 1).value = "四分"
    book["指标"].cell(3, headings.index("满分") + 1).value = "两分"
    target = io.BytesIO()
    book.save(target)
    file = SimpleUploadedFile("rules.xlsx", target.getvalue(), content_type=XLSX)
    before = PackVersion.objects.count()
    text = client.post(reverse("packs:upload"), {"file": file}).content.decode()
    assert "有 2 处要改" in text
    assert "“四分”不是数" in text
    assert "“指标”表" in text
    assert PackVersion.objects.count() == before


def test_a_workbook_whose_number_is_taken_is_refused(client_as: ClientAs, draft: PackVersion) -> None:
    client = client_as(Role.OFFICE)
    file = SimpleUploadedFile("rules.xlsx", exported(client, draft), content_type=XLSX)
    text = client.post(reverse("packs:upload"), {"file": file}).content.decode()
    assert "已经有 2026.4 版" in text


def test_a_code_is_explained(client_as: ClientAs, agency: object) -> None:
    text = text_of(client_as(Role.OFFICE), reverse("packs:codes"))
    assert 'id="P501"' in text
    assert "缺少算例" in text


def test_the_list_is_exported(client_as: ClientAs, pack: PackVersion) -> None:
    answer = client_as(Role.OFFICE).get(reverse("packs:versions"), {"export": "xlsx"})
    assert answer["Content-Type"] == XLSX
