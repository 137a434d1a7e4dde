"""The invented department: its units, how many branches each has, and what they are called."""

from collections.abc import Iterator
from dataclasses import dataclass

from bihuan.runners.demo_data.names import numeral

DEPARTMENT = "示例省交通运输厅"
HEADQUARTERS = "厅机关"
MOST_OF_A_SERIES = 40


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: short name, kind, branches out of 494, names of branches, then numbered series of them.

    ``weights`` are those of the four kinds of diligence; ``slide`` is how many more failings in ten thousand each
    month from February to June brings; ``liaison`` names which committee members look after it; ``body`` is the name
    of its own committee, empty where its branches stand directly under the department's.
    """

    short: str
    kind: str
    size: int
    named: tuple[str, ...]
    series: tuple[tuple[str, int], ...] = (("第{n}", 0),)
    body: str = ""
    tier: str = ""
    weights: tuple[int, int, int, int] = (300, 658, 34, 8)
    slide: int = 0
    liaison: tuple[int, ...] = (0,)


OFFICES = (
    "规划处|建设管理处|安全监督处|公路管理处|财务处|人事处|法规处|运输处|审计处|后勤服务|办公室|机关党办|科技信息处|"
    "港航管理处|综合执法处|应急管理处|行政审批处|造价管理处|收费管理处|农村公路处|综合运输处|宣传处|督查处|信访处|"
    "国际合作处|国有资产处|史志编研室|群团工作处|离退休第一|离退休第二|离退休第三"
)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


COMMITTEE, GENERAL = "党委", "党总支"

UNITS: tuple[Unit, ...] = (
    Unit(HEADQUARTERS, "机关", 31, _words(OFFICES), weights=(330, 610, 40, 20), liaison=(0, 1)),
    Unit(
        "执法总队",
        "直属单位",
        74,
        _words("机关|政工|法制|后勤|装备|指挥中心|督察"),
        (("第{n}支队", 20), ("第{n}大队", 0)),
        "高速公路执法总队党委",
        COMMITTEE,
        (160, 710, 100, 30),
        280,
        (2, 3),
    ),
    Unit(
        "航务局",
        "直属单位",
        58,
        _words("机关第一|机关第二|船检|通航|港政|后勤|规费"),
        (("第{n}航道站", 30), ("第{n}船闸", 0)),
        "航务管理局党委",
        COMMITTEE,
        (230, 706, 50, 14),
        120,
        (4,),
    ),
    Unit(
        "运管局",
        "事业单位",
        46,
        _words("机关|客运|货运|维修|驾培|稽查|信息"),
        (("第{n}运管所", 0),),
        "道路运输管理局党委",
        COMMITTEE,
        (260, 690, 40, 10),
        50,
        (5,),
    ),
    Unit(
        "公路局",
        "事业单位",
        92,
        _words("机关第一|机关第二|工程|计划|财务|后勤|离退休"),
        (("养护{n}", 40), ("路政{n}", 0)),
        "公路局党委",
        COMMITTEE,
        liaison=(0, 6, 7),
    ),
    Unit(
        "学院",
        "事业单位",
        63,
        _words("机关第一|机关第二|后勤|图书馆|路桥系|汽车系|航海系"),
        (("第{n}教工", 25), ("第{n}学生", 0)),
        "交通职业学院党委",
        COMMITTEE,
        liaison=(8, 3),
    ),
    Unit(
        "设计院",
        "国企",
        51,
        _words("综合部|经营部|财务部|质量部|勘察部"),
        (("{n}所", 20), ("第{n}项目部", 0)),
        "交通勘察设计院党委",
        COMMITTEE,
        liaison=(8, 7),
    ),
    Unit(
        "质监站",
        "事业单位",
        28,
        _words("综合|检测|监督|安全|信息"),
        (("第{n}监督室", 0),),
        "工程质量监督站党委",
        COMMITTEE,
        (340, 630, 20, 10),
        liaison=(4,),
    ),
    Unit(
        "信息中心",
        "事业单位",
        9,
        _words("综合|网络|数据|运维|研发"),
        (("第{n}", 0),),
        "交通信息中心党总支",
        GENERAL,
        liaison=(4,),
    ),
    Unit(
        "科研院",
        "事业单位",
        14,
        _words("综合|道路|桥梁|隧道|水运|材料"),
        (("第{n}研究室", 0),),
        "交通科学研究院党总支",
        GENERAL,
        liaison=(5,),
    ),
    Unit(
        "规划中心",
        "事业单位",
        7,
        _words("综合|公路|水运|物流"),
        (("第{n}", 0),),
        "交通规划研究中心党总支",
        GENERAL,
        liaison=(6,),
    ),
    Unit(
        "鉴定中心",
        "事业单位",
        6,
        _words("综合|考务|培训"),
        (("第{n}", 0),),
        "交通职业资格中心党总支",
        GENERAL,
        liaison=(5,),
    ),
    Unit("路网中心", "事业单位", 2, _words("监测|应急"), liaison=(1,)),
    Unit("服务中心", "事业单位", 2, _words("机关|车队"), liaison=(1,)),
    Unit("港口中心", "事业单位", 2, _words("综合|发展"), liaison=(1,)),
    Unit("宣教中心", "事业单位", 1, ("综合",), liaison=(1,)),
    Unit("铁航中心", "事业单位", 1, ("综合",), liaison=(1,)),
    Unit("造价站", "事业单位", 1, ("综合",), liaison=(1,)),
    Unit("结算中心", "事业单位", 1, ("综合",), liaison=(1,)),
    Unit("救捞中心", "事业单位", 1, ("综合",), liaison=(1,)),
    Unit("档案馆", "事业单位", 1, ("综合",), liaison=(1,)),
    Unit("资产公司", "国企", 1, ("综合",), liaison=(1,)),
    Unit("物流公司", "国企", 1, ("综合",), liaison=(1,)),
    Unit("检测公司", "国企", 1, ("综合",), liaison=(1,)),
)
"""Two dozen units; their sizes add up to 494."""


BEHIND = {
    "执法总队第三支队党支部": ("党员大会", "Q1"),
    "航务局船检党支部": ("支委会", "-04"),
    "执法总队后勤党支部": ("谈心谈话", "H1"),
    "运管局客运党支部": ("主题党日", "-05"),
}
"""Branches of the pictures, and the sitting each has been behind with for longest."""


def shares(branches: int) -> tuple[int, ...]:
    """Divide ``branches`` among the units as 494 are, by largest remainders; the first unit has one at least."""
    total = sum(unit.size for unit in UNITS)
    exact = [divmod(unit.size * branches, total) for unit in UNITS]
    numbers = [whole for whole, _ in exact]
    left = branches - sum(numbers)
    order = sorted(range(len(UNITS)), key=lambda at: (-exact[at][1], at))
    for at in order[:left]:
        numbers[at] += 1
    if branches and not numbers[0]:
        numbers[max(range(len(UNITS)), key=lambda at: numbers[at])] -= 1
        numbers[0] = 1
    return tuple(numbers)


def branch_names(unit: Unit) -> Iterator[str]:
    """Give the names of the unit's branches one after another, without end."""
    prefix = "" if unit.short == HEADQUARTERS else unit.short
    for name in unit.named:
        yield f"{prefix}{name}党支部"
    for pattern, most in unit.series:
        number = 0
        while not most or number < most:
            number += 1
            yield f"{prefix}{pattern.format(n=numeral(number))}党支部"
