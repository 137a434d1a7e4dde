"""Workbooks of the exchange standard for tests of importing."""

import io

import openpyxl

ORGANISATIONS = ("组织编号", "代码", "名称", "上级编号", "层级", "类别", "生效日期", "正式党员")
PEOPLE = ("人员编号", "姓名", "组织编号", "转入日期")
POSTS = ("编号", "人员编号", "组织编号", "岗位", "任职日期")

GOOD: dict[str, list[tuple[object, ...]]] = {
    "组织": [ORGANISATIONS, ("zb-101", "101", "新一党支部", "dw-01", "党支部", "直属单位", "2020-01-01", 2)],
    "人员": [PEOPLE, ("ry-a1", "韩梅", "zb-101", "2021-01-01"), ("ry-a2", "=1+1", "zb-101", "2021-01-01")],
    "任职": [POSTS, ("rz-a1", "ry-a1", "zb-101", "书记", "2024-01-01")],
}


BAD_PEOPLE: list[tuple[object, ...]] = [
    PEOPLE,
    ("ry-a1", "韩梅", "zb-404", "2021-01-01"),
    ("ry-a2", "李雷", "zb-101", "去年"),
]


def workbook(sheets: dict[str, list[tuple[object, ...]]]) -> bytes:
    """Give the bytes of a workbook with these sheets; texts stay texts, whatever they start with."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cells in sheet.iter_rows():
            for cell in cells:
                if isinstance(cell.value, str):
                    cell.data_type = "s"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
