"""A pack may build on another, and override its duties in the open."""

from pathlib import Path

import pytest

from bihuan.basics.problems import ProblemsError
from bihuan.packs import check_pack, load_pack
from tests.engine.packs.builders import codes, write_files

BASE = """\
规则包: 法规默认
编号: base-rules
版本: 2026.1
发布单位: 示例
施行: 2020-01-01
虚构: 是
来源:
- {文件: 条例, 标题: 示例条例, 核实: 甲, 条款表: [{条款: 第十二条, 文字: 支委会每月一次}]}
日历:
- {年份: 2026, 放假: [2026-01-01]}
记录种类:
- {种类: 支委会}
- {种类: 党课}
责任清单:
- 责任: 按月召开支委会
  编号: branch.committee
  层级: 党支部
  依据: {文件: 条例, 条款: 第十二条}
  要求: {记录: 支委会, 每: 月}
- 责任: 按季讲党课
  编号: branch.lecture
  层级: 党支部
  依据: {文件: 条例, 条款: 第十二条}
  要求: {记录: 党课, 每: 季}
"""

OWN = """\
规则包: 本局责任清单
编号: bureau-duties
版本: 2026.1
发布单位: 示例局
施行: 2026-01-01
虚构: 是
基于: base-rules
来源:
- {文件: 办法, 标题: 本局办法, 核实: 甲, 条款表: [{条款: 第三条, 文字: 支委会每月两次}]}
责任清单:
- 责任: 每月两次支委会
  编号: bureau.committee
  层级: 党支部
  依据:
  - {文件: 办法, 条款: 第三条}
  - {文件: 条例, 条款: 第十二条}
  要求: {记录: 支委会, 每: 月, 至少: 2 次}
  覆盖: branch.committee
  严于: {文件: 条例, 条款: 第十二条}
"""


def own_pack(folder: Path, text: str = OWN, base: str = BASE) -> Path:
    """Write a base and a pack that builds on it side by side."""
    write_files(folder, {"base-rules/pack.yaml": base, "bureau-duties/pack.yaml": text})
    return folder / "bureau-duties"


def refusals(folder: Path, text: str = OWN, base: str = BASE) -> list[str]:
    """The codes with which loading is refused."""
    with pytest.raises(ProblemsError) as refused:
        load_pack(own_pack(folder, text, base))
    return codes(refused.value.problems)


def test_an_overriding_duty_stands_in_the_place_of_the_one_it_overrides(tmp_path: Path) -> None:
    loaded = load_pack(own_pack(tmp_path))
    assert [duty.id for duty in loaded.whole.duties] == ["bureau.committee", "branch.lecture"]
    assert [duty.id for duty in loaded.overridden] == ["branch.committee"]
    assert [duty.id for duty in loaded.pack.duties] == ["bureau.committee"]
    assert not [one for one in check_pack(loaded) if one.code < "P500"]


def test_shared_things_are_taken_over_and_measures_are_not(tmp_path: Path) -> None:
    measure = "\n".join(
        (
            "板块表: [{板块: 甲}]",
            "指标表:",
            "- {指标: 甲, 编号: a.b, 板块: 甲, 满分: 1, 依据: {文件: 条例, 条款: 第十二条}, 性质: 检查}",
        )
    )
    whole = load_pack(own_pack(tmp_path, base=f"{BASE}{measure}\n")).whole
    assert {kind.kind for kind in whole.record_kinds} == {"支委会", "党课"}
    assert [year.year for year in whole.calendars] == [2026]
    assert {source.source for source in whole.sources} == {"条例", "办法"}
    assert whole.measures == ()


def test_a_base_duty_keeps_its_dates_inside_another_pack(tmp_path: Path) -> None:
    base = BASE.replace("施行: 2020-01-01", "施行: 2020-01-01\n废止: 2026-06-30")
    lecture = load_pack(own_pack(tmp_path, base=base)).whole.duties[1]
    assert (str(lecture.in_force_from), str(lecture.in_force_to)) == ("2020-01-01", "2026-06-30")


def test_a_base_is_found_in_the_library_too(tmp_path: Path) -> None:
    write_files(tmp_path, {"shelf/base-rules/pack.yaml": BASE, "mine/bureau-duties/pack.yaml": OWN})
    path = tmp_path / "mine/bureau-duties"
    with pytest.raises(ProblemsError) as refused:
        load_pack(path)
    assert codes(refused.value.problems) == ["P160"]
    assert load_pack(path, library=[tmp_path / "shelf"]).bases
    assert load_pack(path, library=[tmp_path / "shelf/base-rules"]).bases


def test_a_name_that_leads_out_of_the_library_is_not_followed(tmp_path: Path) -> None:
    assert refusals(tmp_path, OWN.replace("基于: base-rules", "基于: ../base-rules")) == ["P160"]


def test_packs_that_build_on_each_other_are_refused(tmp_path: Path) -> None:
    base = BASE.replace("虚构: 是", "虚构: 是\n基于: bureau-duties")
    assert refusals(tmp_path, base=base) == ["P161"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("编号: bureau.committee", "编号: branch.lecture", "P162"),
        ("文件: 办法, 标题", "文件: 条例, 标题", "P162"),
        ("覆盖: branch.committee", "覆盖: branch.none", "P163"),
    ],
)
def test_what_contradicts_the_base_is_refused(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert code in refusals(tmp_path, OWN.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("  严于: {文件: 条例, 条款: 第十二条}\n", "", "P163"),
        ("  - {文件: 条例, 条款: 第十二条}\n", "", "P163"),
        ("每: 月, 至少: 2 次", "每: 季, 至少: 1 次", "P164"),
    ],
)
def test_an_override_shows_both_clauses_and_asks_no_less(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert code in codes(check_pack(load_pack(own_pack(tmp_path, OWN.replace(old, new)))))


def test_a_reference_to_an_overridden_duty_names_the_new_one(tmp_path: Path) -> None:
    measure = """\
板块表: [{板块: 甲}]
指标表:
- 指标: 支委会
  编号: a.committee
  板块: 甲
  满分: 1
  依据: {文件: 办法, 条款: 第三条}
  计分: {名称: 缺, 责任清单: branch.committee, 扣分: {每少: 1 次, 扣: 0.1}}
"""
    (problem,) = load_pack(own_pack(tmp_path, OWN + measure)).problems
    assert problem.code == "P133" and "改为引用“bureau.committee”" in problem.todo
