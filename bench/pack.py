"""The forty measures as a rule pack."""

from typing import Any

from bench.measures import (
    ALL,
    HONOURS_AT_MOST,
    KINDS,
    LATE_WITHIN,
    LEVELS,
    ON_TIME_WITHIN,
    ORIGINS,
    PAPER,
    SECRETARY,
    VETOED_AT_MOST,
    Attendance,
    Closed,
    Count,
    LateEntries,
    Papers,
    Problems,
    Share,
    Spec,
    specs,
)
from bihuan.appraisal.compiled import CompiledRules
from bihuan.appraisal.compiling import compile_rules
from bihuan.basics.periods import Period, parse_period
from bihuan.packs.grammar import Pack
from bihuan.runners.rules import rules_of

PERIOD = parse_period("2026")
SECTIONS = dict(zip("cgdpsmalo", ("制度", "制度", "制度", "班子", "班子", "班子", "参与", "参与", "整改"), strict=True))
BASIS = {"文件": "细则", "条款": "1"}


def bench_pack(measures: int = ALL) -> Pack:
    """Write the pack; ``measures`` beyond forty are variants of them."""
    listed = [_measure(spec) for spec in specs(measures)]
    bands = [{"档": level, "得": _points(price)} for level, price in LEVELS]
    honours = {"名称": "荣誉", "荣誉": {"同一荣誉": "取最高"}, "分档": bands, "最多": _points(HONOURS_AT_MOST)}
    listed.append(_named("h.honours", HONOURS_AT_MOST, honours) | {"性质": "加分", "板块": "整改"})
    return Pack.model_validate(
        {
            "规则包": "测量用",
            "编号": "bench-forty",
            "版本": "1",
            "发布单位": "测量",
            "施行": "2020-01-01",
            "来源": {"文件": "细则", "标题": "细则", "核实": "甲", "条款表": {"条款": "1", "文字": "略"}},
            "口径": {"出勤基数扣除": ["请假"], "总分小数": "2"},
            "记录种类": [*({"种类": kind} for kind in KINDS), {"种类": PAPER, "登记": "报送"}],
            "板块表": [{"板块": section} for section in dict.fromkeys(SECTIONS.values())],
            "指标表": listed,
            "否决表": [
                {
                    "否决": "违纪",
                    "编号": "v.discipline",
                    "依据": BASIS,
                    "认定": {"方式": "情形", "未认定": "视为无"},
                    "效果": {"总分不超过": _points(VETOED_AT_MOST)},
                }
            ],
        }
    )


def bench_rules(measures: int = ALL) -> CompiledRules:
    """The pack compiled for the year."""
    return compile_rules(rules_of(bench_pack(measures)), PERIOD)


def period() -> Period:
    """The year the measurements are about."""
    return PERIOD


def _points(thousandths: int) -> str:
    return f"{thousandths}/1000"


def _named(id: str, top: int, component: dict[str, Any]) -> dict[str, Any]:
    section = SECTIONS.get(id[0], "整改")
    return {"指标": id, "编号": id, "板块": section, "满分": _points(top), "依据": BASIS, "计分": component}


def _measure(spec: Spec) -> dict[str, Any]:
    return _named(spec.id, spec.top, {"名称": "项", **_component(spec)})


def _component(spec: Spec) -> dict[str, Any]:
    if isinstance(spec, Count):
        wanted = _requirement(spec, f"{spec.need} 次")
        return {"要求": wanted, "扣分": {"每少": "1 次", "扣": _points(spec.price)}, **_subject(spec, spec.roll)}
    if isinstance(spec, Share):
        wanted = _requirement(spec, f"{spec.need} 分钟")
        return {"要求": wanted, "得分": {"按比例": "是", "得": _points(spec.top)}, **_subject(spec, "平均")}
    if isinstance(spec, Attendance):
        off = {"每低": "1%", "目标": "90%", "扣": _points(spec.price), "最多": _points(spec.top)}
        return {"比率": {"取": "出勤率", "记录": KINDS[spec.kind - 1]}, "扣分": off, **_subject(spec, "平均")}
    if isinstance(spec, LateEntries):
        counted = {"记录": [KINDS[kind - 1] for kind in spec.kinds], "状态": "迟录"}
        return {"次数": counted, "扣分": {"每次": "1 次", "扣": _points(spec.price)}}
    if isinstance(spec, Papers):
        return _papers(spec)
    if isinstance(spec, Problems):
        asked = {"状态": spec.state, **({"问题来源": ORIGINS[spec.origin - 1]} if spec.origin else {})}
        return {"问题": asked, "扣分": {"每次": "1 项", "扣": _points(spec.price), "最多": _points(spec.top)}}
    assert isinstance(spec, Closed)
    return {"比率": {"取": "整改率"}, "得分": {"按比例": "是", "得": _points(spec.top)}}


def _requirement(spec: Count | Share, amount: str) -> dict[str, Any]:
    wanted: dict[str, Any] = {"记录": KINDS[spec.kind - 1], "每": spec.window, "至少": amount}
    if spec.least:
        wanted["每次至少"] = f"{spec.least} 分钟"
    if spec.by == "speaker":
        wanted["身份"] = "主讲"
    if spec.speakers:
        wanted["主讲"] = ["书记"] if spec.speakers == SECRETARY else ["书记", "班子成员"]
    return wanted


def _subject(spec: Count | Share | Attendance, roll: str) -> dict[str, Any]:
    if spec.by == "group":
        return {"对象": {"党小组": "是", "汇总": roll}}
    if spec.by == "speaker":
        return {"对象": {"岗位人员": "书记" if spec.subjects == SECRETARY else "班子成员", "汇总": roll}}
    return {}


def _papers(spec: Papers) -> dict[str, Any]:
    wanted = {
        "报送": PAPER,
        "每": "季",
        "截止": {"后": f"{ON_TIME_WITHIN} 天"},
        "补办至": f"{LATE_WITHIN} 天",
    }
    off = [{"每少": "1 次", "扣": _points(spec.price)}, {"每迟": "1 次", "扣": _points(spec.late_price)}]
    return {"要求": wanted, "扣分": off}
