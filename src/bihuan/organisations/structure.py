"""Findings about how organisations are set up, and the articles they rest on, each with how far it is confirmed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Gravity(StrEnum):
    """How serious a finding is: against an article, due soon, not recorded well enough to tell, or advice."""

    WRONG = "不符合"
    SOON = "将到期"
    UNKNOWN = "待核实"
    ADVICE = "提示"


@dataclass(frozen=True, slots=True)
class Article:
    """Where a demand stands: the document, its title, the clause; ``checked`` is 甲 (seen), 乙 (second-hand) or 丙."""

    source: str
    title: str
    clause: str
    checked: str

    def __str__(self) -> str:
        return f"《{self.title}》{self.clause}"


@dataclass(frozen=True, slots=True)
class StructureFinding:
    """One thing about one organisation on a day: code, sentence, article, gravity, and the day that matters, if any."""

    code: str
    organisation: str
    name: str
    sentence: str
    article: Article
    gravity: Gravity
    day: date | None = None


BRANCHES, ORGANS = "中国共产党支部工作条例（试行）", "中国共产党党和国家机关基层组织工作条例"
TERMS = Article("任期意见", "关于党的基层组织任期的意见", "第一、二项", "甲")
ELECTIONS = Article("选举工作条例", "中国共产党基层组织选举工作条例", "第三条", "甲")
BRANCH_SECRETARY = Article("支部工作条例", BRANCHES, "第六章支委会设置一条（条号待核）", "甲")
MEETINGS = Article("支部工作条例", BRANCHES, "第十四条", "甲")
DISCIPLINE = Article("机关基层组织工作条例", ORGANS, "机关纪委一条（条号待核）", "乙")
STAFF = Article("机关基层组织工作条例", ORGANS, "党务人员一条（条号待核）", "乙")
STUDY_GROUPS = Article("", "机关党建怎么干 2023 年四川这样“破题”", "思想建设部分（各地做法，不是党内法规）", "乙")
LIAISON = Article(
    "", "市委宣传部在全市模范机关创建工作观摩推进会上的交流发言", "组织有力部分（各地做法，不是党内法规）", "乙"
)

CODES = {
    "S101": "任期届满没有换届",
    "S102": "任期将满",
    "S103": "没有登记换届日期",
    "S201": "没有书记",
    "S202": "任职的人已经转出",
    "S203": "党小组没有组长",
    "S301": "机关纪委书记不是机关党委副书记",
    "S302": "专职党务人员比例不在 1% 至 2%",
    "S401": "有青年没有青年理论学习小组",
    "S402": "没有委员包联",
    "S501": "规则包里的组织设置检查没有达到",
}
"""What each code of a finding stands for."""
