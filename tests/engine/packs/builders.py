"""Small packs for the tests, written as a person would write them."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from bihuan.basics.problems import Problem, ProblemsError
from bihuan.packs import check_pack, load_pack

IDENTITY = """\
规则包: 支部考评演示
编号: demo-branch
版本: 2026.1
发布单位: 示例局机关党委
施行: 2026-01-01
考核周期: 半年
虚构: 是
"""

SOURCES = """\
来源:
- 文件: 细则
  标题: 考核评分细则
  核实: 甲
  条款表:
  - {条款: 2.10, 文字: 支委会每月一次，每少一次扣 0.5 分}
"""

RECORDS = """\
记录种类:
- 种类: 支委会
  登记: 活动
"""

MEASURES = """\
板块表:
- {板块: 基本制度, 满分: 3}
指标表:
- 指标: 支部委员会会议
  编号: appraisal.committee_meeting
  板块: 基本制度
  满分: 3
  依据: {文件: 细则, 条款: 2.10}
  计分:
  - 名称: 支委会
    要求: {记录: 支委会, 每: 月, 至少: 1 次}
    扣分: {每少: 1 次, 扣: 0.5}
"""

CASES = """\
算例:
- 例: 漏开一次支委会，扣 0.5 分
  因为: 细则 2.10
  关于: appraisal.committee_meeting
  属于: 适用
  期间: 2026H1
  已知: {支委会: [2026-01-10, 2026-02-12, 2026-03-11, 2026-05-13, 2026-06-16]}
  应得: {支部委员会会议: {得分: 2.5}}
- 例: 每月都开，得满分
  因为: 细则 2.10
  关于: appraisal.committee_meeting
  属于: 不适用
  期间: 2026H1
  已知: {支委会: [2026-01-10, 2026-02-12, 2026-03-11, 2026-04-13, 2026-05-13, 2026-06-16]}
  应得: {支部委员会会议: {得分: 3}}
"""

SMALL_PACK: dict[str, str] = {
    "pack.yaml": IDENTITY,
    "sources.yaml": SOURCES,
    "progress/records.yaml": RECORDS,
    "appraisal/measures.yaml": MEASURES,
    "cases/meetings.yaml": CASES,
}
"""A pack with one measure that passes every check."""


def write_files(folder: Path, files: Mapping[str, str]) -> Path:
    """Write the files of a pack under ``folder`` and give the folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def codes(problems: Iterable[Problem]) -> list[str]:
    """Give the codes of the problems, sorted."""
    return sorted(problem.code for problem in problems)


def problems_of(folder: Path, files: Mapping[str, str] | None = None) -> list[Problem]:
    """Write a pack (the small one with ``files`` in place of its own) and give everything ``check`` says of it."""
    write_files(folder / "demo-branch", {**SMALL_PACK, **(files or {})})
    try:
        return check_pack(load_pack(folder / "demo-branch"))
    except ProblemsError as refused:
        return refused.problems


def measures(*components: str, head: str = "") -> str:
    """Write a file of measures whose only measure has these components (each in one line), and extra keys."""
    lines = "".join(f"  - {{{component}}}\n" for component in components)
    keys = "".join(f"  {line}\n" for line in head.splitlines())
    body = MEASURES[: MEASURES.index("  计分:")]
    if any(line.startswith("满分:") for line in head.splitlines()):
        body = body.replace("  满分: 3\n", "")
    return f"{body}{keys}" + (f"  计分:\n{lines}" if lines else "")
