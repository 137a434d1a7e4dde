"""What people write stays text: on every page, and in every workbook the site gives out."""

import io
import re
from collections.abc import Callable
from zipfile import ZipFile

import openpyxl
import pytest
from django.test import Client

from bihuan_site.organisations.models import Organisation
from bihuan_site.shared.listing import CELL, workbook
from bihuan_site.shared.roles import Role
from tests.support.site_forms import bytes_of, posting
from tests.support.site_markup import MARK, came_alive, write_everywhere
from tests.support.site_rows import Rows
from tests.support.site_sweep import visits

ClientAs = Callable[[Role | str], Client]
FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1,1)",
    "a\t=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠1",
    '=HYPERLINK("http://x")',
    "http://x.example",
    "=cmd|' /C calc'!A0",
    "{=1+1}",
)
EXCHANGE = "organisations:export"
"""The workbook of the exchange standard refuses invisible signs; the test of forms below keeps them out."""

ILLEGAL = re.compile(r"[\[\]:*?/\\]")


def test_markup_stays_text_on_every_page(rows: Rows, client_as: ClientAs) -> None:
    assert write_everywhere(MARK) >= 20
    wrong, shown = [], 0
    clients: dict[Role, Client] = {}
    for visit in visits(rows):
        if visit.who is None or visit.unfilled or visit.route.name == EXCHANGE:
            continue
        answer = clients.setdefault(visit.who, client_as(visit.who)).get(visit.address)
        content = bytes_of(answer)
        if answer.status_code >= 500:
            wrong.append(f"{visit.route.name}: {answer.status_code}")
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        page = content.decode()
        shown += "mark-x" in page
        wrong += [f"{visit.route.name}: {one}" for one in came_alive(page)]
        if "mark-x" in page and "7*7" not in page:
            wrong.append(f"{visit.route.name}: the template was filled in")
    assert not wrong, "\n".join(wrong)
    assert shown >= 20, f"only {shown} pages show what was written"


def test_signs_nobody_sees_do_not_come_in_by_a_form(rows: Rows, client_as: ClientAs) -> None:
    client = client_as(Role.BRANCH_SECRETARY)
    page = posting(client.get("/groups/xz-02/name/").content)
    form = next(one for one in page if "name" in one.names)
    sent = form.filled() | {"name": "第二\u202e党\u200b小\u2028组\x07"}
    assert client.post("/groups/xz-02/name/", sent).status_code == 302
    assert Organisation.objects.get(pk="xz-02").name == "第二党小 组"
    assert client_as(Role.OFFICE).get("/organisations/export/").status_code == 200
    client.post("/groups/xz-02/name/", sent | {"name": "\u200b", "key": "nothing"})
    assert Organisation.objects.get(pk="xz-02").name == "第二党小 组"


def test_no_cell_of_any_list_is_a_formula(rows: Rows, client_as: ClientAs) -> None:
    assert write_everywhere(*FORMULAS) >= 20
    wrong, seen, books = [], set[str](), 0
    clients: dict[Role, Client] = {}
    for visit in visits(rows):
        if visit.who is None or visit.unfilled:
            continue
        address = f"{visit.address}{'&' if '?' in visit.address else '?'}export=xlsx"
        answer = clients.setdefault(visit.who, client_as(visit.who)).get(address)
        content = bytes_of(answer)
        if "spreadsheetml" not in answer.headers.get("Content-Type", ""):
            continue
        books += 1
        parts = ZipFile(io.BytesIO(content))
        sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/" in name]
        if any("<f>" in one or "<f " in one or "<hyperlink" in one for one in sheets):
            wrong.append(f"{visit.route.name}: a formula or link")
        for sheet in openpyxl.load_workbook(io.BytesIO(content)):
            if len(sheet.title) > 31 or ILLEGAL.search(sheet.title):
                wrong.append(f"{visit.route.name}: sheet {sheet.title}")
            for cells in sheet.iter_rows():
                for cell in cells:
                    if cell.data_type == "f":
                        wrong.append(f"{visit.route.name} {cell.coordinate}: {cell.value}")
                    if isinstance(cell.value, str):
                        seen.add(cell.value)
    assert not wrong, "\n".join(wrong[:30])
    assert books >= 8, f"only {books} workbooks"
    assert {"=1+1", "@SUM(1,1)", "＝1+1"} <= seen, "written texts did not reach the workbooks as they are"


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_comes_out_of_a_workbook_as_it_went_in(text: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook("名单", [text], iter([[text], [(text, text)]])).content))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert cells[0].value.replace("_x000D_", "").strip() == text.strip()  # how a workbook writes a line break


def test_the_limits_of_a_workbook_are_kept() -> None:
    rows = iter([["长" * 40_000], ["\x00\x01a\x1fb"], [("名", "字" * 40_000)], [None], [""], [12], [True]])
    answer = workbook("名单[2026]:*?/\\" + "长" * 40, ["标题"], rows)
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet = book.active
    assert len(sheet.title) <= 31 and not ILLEGAL.search(sheet.title)
    assert len(sheet["A2"].value) == CELL
    assert sheet["A3"].value == "ab"
    assert len(sheet["A4"].value) == CELL


@pytest.mark.parametrize("name", ["\ud800", "a\ud800b", "\ufffe", "\uffff", "a\x0bb"])
def test_signs_that_no_workbook_may_hold_are_left_out(name: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook("名单", ["标题"], iter([[name + "完"], [(name, "完")]])).content))
    assert book.active["A2"].value.endswith("完")
    assert book.active["A3"].value.endswith("完")


@pytest.mark.parametrize("name", ["'", "''x", "x'", "", "History", "[]:*?/\\"])
def test_a_sheet_name_is_always_one_a_workbook_may_have(name: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(name, ["标题"], iter([["一"]])).content))
    title = book.active.title
    assert title and not title.startswith("'") and not title.endswith("'") and title.lower() != "history"


@pytest.mark.parametrize(
    "name", ['a"b', "a\r\nSet-Cookie: x=1", "../../etc/passwd", "长" * 300, "a;b=c", "\u202egpj.exe"]
)
def test_the_name_of_a_workbook_breaks_no_header(name: str) -> None:
    said = workbook(name, ["标题"], iter([["一"]])).headers["Content-Disposition"]
    assert said.isascii() and "\r" not in said and "\n" not in said and '"' not in said and "/" not in said
