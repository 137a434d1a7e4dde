"""A workbook comes in whole or not at all: every problem with its cell, the preview bound to the bytes."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from bihuan_site.organisations.models import Membership, Organisation, Person, PostHolding, SheetMapping, StagedImport
from bihuan_site.shared.roles import Role
from tests.support.workbooks import GOOD, ORGANISATIONS, PEOPLE, workbook

Clients = Callable[[Role | str], Client]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def upload(client: Client, content: bytes, **given: str) -> HttpResponse:
    file = SimpleUploadedFile("名册.xlsx", content, content_type=XLSX)
    return client.post("/organisations/import/", {"file": file, **given})


@pytest.fixture
def office(client_as: Clients) -> Client:
    return client_as(Role.OFFICE)


def staged() -> StagedImport:
    return StagedImport.objects.get(taken__isnull=True)


def test_a_bad_workbook_is_shown_with_its_cells_corrected_and_taken(office: Client) -> None:
    bad = {**GOOD, "人员": [PEOPLE, ("ry-a1", "韩梅", "zb-404", "2021-01-01"), ("ry-a2", "李雷", "zb-101", "去年")]}
    answer = upload(office, workbook(bad))
    page = office.get(answer["Location"]).content.decode()
    assert "<b>C2</b>" in page
    assert "<b>D3</b>" in page
    assert "全部导入" not in page
    one = staged()
    office.post(f"/organisations/import/{one.pk}/", {"digest": one.digest})
    assert not Organisation.objects.filter(pk="zb-101").exists()

    answer = upload(office, workbook(GOOD))
    one = staged()
    assert "没有错误，可以导入" in office.get(answer["Location"]).content.decode()
    office.post(f"/organisations/import/{one.pk}/", {"digest": one.digest})
    new = Organisation.objects.get(pk="zb-101")
    assert (new.path, new.name, new.members) == ("/dz-01/jw-01/dw-01/zb-101/", "新一党支部", 2)
    assert Person.objects.get(pk="ry-a2").name == "=1+1"
    assert Membership.objects.filter(organisation=new).count() == 2
    assert PostHolding.objects.get(pk="rz-a1").post == "书记"


def test_the_same_workbook_once_more_is_told_and_changes_nothing(office: Client) -> None:
    content = workbook(GOOD)
    upload(office, content)
    one = staged()
    office.post(f"/organisations/import/{one.pk}/", {"digest": one.digest})
    page = upload(office, content).content.decode()
    assert "已经导入过" in page
    assert Person.objects.filter(pk="ry-a1").count() == 1


def test_what_changed_since_the_preview_stops_the_taking(office: Client) -> None:
    upload(office, workbook(GOOD))
    one = staged()
    office.post("/people/ry-015/act/phone/", {"phone": "13800001234", "version": "1"})
    page = office.post(f"/organisations/import/{one.pk}/", {"digest": one.digest}, follow=True).content.decode()
    assert "预览已经不准" in page
    assert not Organisation.objects.filter(pk="zb-101").exists()


def test_a_preview_of_other_bytes_is_not_taken(office: Client) -> None:
    upload(office, workbook(GOOD))
    page = office.post(f"/organisations/import/{staged().pk}/", {"digest": "0" * 64}, follow=True).content.decode()
    assert "不是这一份表" in page
    assert not Person.objects.filter(pk="ry-a1").exists()


def test_an_organisation_above_or_in_use_is_refused_with_its_cell(office: Client) -> None:
    rows = [
        ORGANISATIONS,
        ("zb-102", "102", "越级党支部", "dz-01", "党支部", "机关", "2020-01-01", 1),
        ("zb-103", "103", "错位党支部", "zb-002", "党支部", "机关", "2020-01-01", 1),
    ]
    answer = upload(office, workbook({"组织": rows}))
    page = office.get(answer["Location"]).content.decode()
    assert "<b>D2</b>" in page
    assert "不在你管理的范围里" in page
    assert "党支部不能放在党支部下面" in page


def test_an_own_sheet_comes_in_by_a_saved_mapping(office: Client) -> None:
    given = {
        "name": "人事处花名册",
        "sheet": "花名册",
        "heading_row": "2",
        "own_id": "工号",
        "own_name": "同志姓名",
        "own_organisation": "所在支部",
    }
    assert office.post("/organisations/import/mappings/new/?table=人员", given).status_code == 302
    assert SheetMapping.objects.get().content["columns"]["同志姓名"] == "姓名"
    rows = [("2026 年花名册",), ("工号", "同志姓名", "所在支部"), ("g-1", "韩梅", "财务处党支部")]
    answer = upload(office, workbook({"花名册": rows}), mapping="人事处花名册")
    assert answer.status_code == 302, answer.content.decode()
    one = staged()
    assert not [problem for problem in one.problems if problem["stops"]], one.problems
    office.post(f"/organisations/import/{one.pk}/", {"digest": one.digest})
    assert Person.objects.get(pk="g-1").organisation_id == "zb-002"


def test_a_mapping_without_a_needed_column_is_refused(office: Client) -> None:
    given = {"name": "缺列", "sheet": "花名册", "heading_row": "1", "own_name": "姓名"}
    page = office.post("/organisations/import/mappings/new/?table=人员", given).content.decode()
    assert "人员编号、组织编号" in page


def test_what_is_no_workbook_is_refused(office: Client) -> None:
    page = upload(office, b"PK\x03\x04 broken").content.decode()
    assert "没有提交成功" in page
    assert not StagedImport.objects.exists()


def test_the_template_and_the_export_come_back_in(office: Client, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(office.get("/organisations/import/template/").content))
    assert {"组织", "人员", "任职"} <= set(book.sheetnames)
    book = openpyxl.load_workbook(io.BytesIO(office.get("/organisations/export/").content))
    names = [row[2].value for row in book["组织"].iter_rows(min_row=2)]
    assert "规划处党支部" in names
    assert "示范厅党组" not in names


def test_another_office_does_not_see_the_preview(office: Client, client_as: Clients) -> None:
    upload(office, workbook(GOOD))
    assert client_as(Role.BRANCH_SECRETARY).get(f"/organisations/import/{staged().pk}/").status_code == 403
