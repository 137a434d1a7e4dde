"""Random components of measures, one recipe for each fact, with rates and bands that make sense for it."""

from random import Random
from typing import Any

Text = dict[str, Any]

ACTIVITY_KINDS = ("支委会", "党员大会", "党课", "主题党日", "小组会", "学习")
ALIASES = {"学习": "集中学习", "党课": "党课教育"}
SUBMISSION_KINDS = ("年度计划", "述职报告", "月报")
TOPICS = ("安全", "廉政", "第二主题")
POSTS = ("书记", "副书记", "组织委员", "班子成员")
ORIGINS = ("巡察反馈", "半年考评")
NATURES = ("立行立改", "限期整改", "长期坚持")
TITLES = ("先进支部", "创新奖")
LEVELS = ("省级", "市级", "区级")
CHECKLIST = ("计划", "总结", "台账")
EXTERNALS = ("上级扣分", "年度结果")
BALLOTS = ("民主评议", "满意度")
ASSESSORS = ("机关党委", "组织科")
PRICES = ("0.5", "1", "0.3", "5/30", "2", "0.25", "1/3", "0.125")
STEP_ROUNDINGS = ("连续", "进一", "去尾", "四舍五入")
GRADE_WORDS = ("优秀", "合格", "不合格")


# What the program and the pencil do not read alike yet; random packs and ledgers leave these out.
# Take an entry away once the two agree on it, and the agreement tests cover it from then on.
UNSETTLED = frozenset(
    {
        "总数的截止",
        "总数的长窗口",
        "总数的折算门槛",
        "党小组的报送",
        "年度起以后的月日",
        "截至以后的组织变动",
        "党小组迁移",
        "指标豁免责任清单",
        "独占里不适用的指标",
        "没有窗口的完成率",
        "完成率逐窗口汇总",
        "考核期以外的引用",
        "同一事实去重",
        "引用总分里的否决",
        "检查的分期",
        "考核期开始以前的空缺",
        "种类与别名并写",
        "变体组",
        "评定的等次",
        "引用不适用的部分",
        "没有窗口的分期",
        "两种时长单位",
        "年度起以后的自定周期",
        "没有窗口时只豁免一个对象",
        "折算时的任职口径",
        "批量里次数的身份",
        "逐窗口汇总的时长",
    }
)


def settled(matter: str) -> bool:
    """Say whether the program and the pencil are held to agree on the matter."""
    return matter not in UNSETTLED


def chance(rng: Random, percent: int) -> bool:
    """Say yes that often."""
    return rng.randrange(100) < percent


def some(rng: Random, values: tuple[str, ...]) -> list[str]:
    """Pick one or more of the values, in their order."""
    count = rng.randint(1, len(values))
    chosen = set(rng.sample(values, count))
    return [value for value in values if value in chosen]


class ComponentMaker:
    """Writes components as a person would, in the Chinese keys of a pack."""

    def __init__(self, rng: Random, *, windows: tuple[str, ...], exclusive: bool, duties: list[str]) -> None:
        self.rng, self.windows, self.exclusive = rng, windows, exclusive
        self.duties, self.duties_left = duties, list(duties)
        self.measure_ids: list[str] = []
        self.sections: list[str] = []
        self.choices: Text = {}
        self.natural_year = True

    def pick(self, *values: Any) -> Any:
        """Pick one value."""
        return self.rng.choice(values)

    def yes(self, percent: int) -> bool:
        """Say yes that often."""
        return chance(self.rng, percent)

    # requirements ------------------------------------------------------------------------------------------

    def requirement(self, unit: str = "次", *, by_person: bool = False, by_group: bool = False) -> Text:
        """Write one requirement; ``unit`` is a family of amounts."""
        handed_in = not by_person and (not by_group or settled("党小组的报送"))
        if unit == "次" and handed_in and self.yes(25):
            made = self._submissions()
        else:
            made = {"记录": [self.pick(*ACTIVITY_KINDS)] if self.yes(80) else self.rng.sample(ACTIVITY_KINDS, 2)}
            self._qualify(made, by_person)
        named = self.windows if self.natural_year or settled("年度起以后的自定周期") else ()
        made["每"] = self.pick("月", "月", "季", "季", "半年", "年", "考核期", "周", *named)
        amounts = {
            "次": ("1 次", "1 次", "2 次", "3"),
            "分钟": ("90 分钟", "3 学时", "1 天", "150 分钟"),
            "人次": ("12 人次", "30 人次"),
        }
        made["至少"] = self.pick(*amounts[unit])
        if self.yes(45):
            made |= self._deadline(made)
        if self.yes(40):
            made["补办至"] = self.pick("10 天", "1 个月", "5 个工作日", "2 周", "1 年")
        if self.yes(20):
            made["缺次口径"] = self.pick("逐期", "总数")
        deadline = made.get("截止", {})
        if "自" in deadline:
            made["缺次口径"] = "逐期"
            if not settled("遇假的事件截止"):
                deadline.pop("遇假", None)
        elif deadline and not settled("总数的截止"):
            made["缺次口径"] = "逐期"
        if self.choices.get("跨期要求") == "计为未到期" and not settled("总数的长窗口"):
            made["缺次口径"] = "逐期"
        return made

    def _submissions(self) -> Text:
        return {"报送": [self.pick(*SUBMISSION_KINDS)] if self.yes(75) else list(SUBMISSION_KINDS[:2])}

    def _qualify(self, made: Text, by_person: bool) -> None:
        if self.yes(12):
            made["每次至少"] = self.pick("60 分钟", "1 学时", "1/4 天")
        if self.yes(12) and not by_person:
            made["主讲"] = some(self.rng, POSTS[:3])
        if self.yes(12):
            made["到会率"] = self.pick("1/2", "80%")
        if self.yes(8):
            made["第一议题"] = "是"
        if self.yes(10):
            made["主题"] = some(self.rng, TOPICS)
        if self.yes(8):
            made["限月份"] = [str(month) for month in sorted(self.rng.sample(range(1, 13), 7))]
        if by_person and self.yes(50):
            made["身份"] = self.pick("主讲", "主持", "出席", "列席")

    def _deadline(self, made: Text) -> Text:
        """Write a deadline, if the one picked fits the cadence."""
        sort = self.pick("日", "后", "后", "周几", "农历", "自")
        rule: Text = {}
        if sort == "日" and not self.natural_year and not settled("年度起以后的月日"):
            return {}
        if sort == "日" and made["每"] in ("年", "考核期"):
            rule["日"] = self.pick("01-10", "次年01-10", "12-15", "06-30", "02-29", "上年12-20")
        elif sort == "后":
            rule["后"] = self.pick("10 天", "5 个工作日", "1 个月", "1 周")
        elif sort == "周几" and made["每"] != "周":
            rule |= {"周几": self.pick(*"一三五日"), "第几个": self.pick("1", "2", "4", "5")}
        elif sort == "农历" and made["每"] in ("年", "半年"):
            rule["农历"] = self.pick("12-30", "08-15", "05-05", "12-08")
        elif sort == "自":
            rule |= {"自": self.pick("成立", "换届"), "后": self.pick("3 个月", "30 天", "15 个工作日")}
        if rule and self.yes(60):
            rule["遇假"] = self.pick("顺延", "提前", "不变")
        return {"截止": rule} if rule else {}

    def subject(self, *, by_score: bool = True) -> Text:
        """Write a subject; ``by_score`` leaves out the roll-ups that look at windows."""
        rollups = ["求和", "平均", "最低", "最高"] + ([] if by_score else ["全部", "任一", "全部", "任一"])
        made: Text = {"汇总": self.pick(*rollups)}
        if self.yes(50) or self.exclusive:
            return made | {"党小组": "是"}
        return made | {"岗位人员": some(self.rng, POSTS), "任职口径": self.pick("整窗", "任一日", "窗末")}

    # rates -------------------------------------------------------------------------------------------------

    def price(self) -> str:
        """Write a price."""
        return self.pick(*PRICES)

    def _rate(self, trigger: Text, *, award: bool = False, whole: bool = True) -> Text:
        made = dict(trigger)
        if "乘" not in made:
            made["得" if award else "扣"] = "全部" if whole and "凡" in made and self.yes(12) else self.price()
        if self.yes(25):
            made["最多"] = self.pick("1", "1.5", "3", "2/3")
        if self.yes(25) and any(key in made for key in ("每少", "每迟", "每次", "每缺", "每低", "每高")):
            made["取整"] = self.pick(*STEP_ROUNDINGS)
        return made

    def _dress(self, made: Text) -> Text:
        if self.yes(25):
            made["最多"] = self.pick("1", "2", "2.5", "4/3")
        return made

    def duty_list(self) -> Text:
        """Take requirements from the list of duties."""
        pool = self.duties_left if self.exclusive else self.duties
        if not pool:
            return self.required()
        chosen = self.rng.sample(pool, 1 if self.yes(60) else min(2, len(pool)))
        self.duties_left = [duty for duty in self.duties_left if duty not in chosen]
        return self._dress({"责任清单": chosen, "扣分": self._requirement_rates("次")})

    def required(self) -> Text:
        """Ask for records, with deductions, awards or both."""
        unit = self.pick("次", "次", "次", "分钟", "人次")
        made: Text = {}
        if self.yes(25):
            made["对象"] = self.subject(by_score=False)
            if made["对象"]["汇总"] in ("全部", "任一") and not settled("逐窗口汇总的时长"):
                unit = "次"
        about = {"by_person": "岗位人员" in made.get("对象", {}), "by_group": "党小组" in made.get("对象", {})}
        count = 1 if self.yes(80) or (unit == "分钟" and not settled("两种时长单位")) else 2
        made["要求"] = [self.requirement(unit, **about) for _ in range(count)]
        if about["by_person"] and self.choices.get("年中单位") == "折算" and not settled("折算时的任职口径"):
            for rule in made["要求"]:
                rule["缺次口径"] = "逐期"
        if self.yes(70):
            made["扣分"] = self._requirement_rates(unit)
        else:
            trigger = self.pick({"凡": "有"}, {"按比例": "是"}, {"按比例": "是"})
            made["得分"] = [self._rate(trigger, award=True)]
            if self.yes(40):
                made["扣分"] = self._requirement_rates(unit)
        return self._dress(made)

    def _requirement_rates(self, unit: str) -> list[Text]:
        per = {"次": ("1 次", "2 次"), "分钟": ("30 分钟", "1 学时"), "人次": ("5 人次",)}[unit]
        triggers = [
            {"每少": self.pick(*per)},
            {"每迟": self.pick(*per)},
            {"凡": "不足"},
            {"凡": "迟报"},
            {"凡": "无"},
        ]
        return [self._rate(trigger) for trigger in self.rng.sample(triggers, self.pick(1, 1, 2, 3))]

    # counts ------------------------------------------------------------------------------------------------

    def tally(self) -> Text:
        """Count records."""
        rule: Text = {}
        if self.yes(75):
            rule["记录"] = some(self.rng, ACTIVITY_KINDS[:4])
            rule["量"] = self.pick("次", "次", "分钟", "人次")
            if self.yes(20):
                rule["主题"] = some(self.rng, TOPICS)
            if self.yes(20):
                rule["每次至少"] = self.pick("45 分钟", "2 学时")
            if self.yes(10):
                rule["主讲"] = ["书记"]
        else:
            rule["报送"] = some(self.rng, SUBMISSION_KINDS)
        if self.yes(25):
            rule["状态"] = "迟录"
        made: Text = {"次数": rule}
        if self.yes(20):
            made["对象"] = self.subject()
            if "记录" in rule and self.yes(50):
                role = self.pick("主讲", "主持", "出席", "列席")
                rule |= {"身份": role} if settled("批量里次数的身份") else {}
            if "党小组" in made["对象"] and "报送" in rule and not settled("党小组的报送"):
                made["对象"] = {"岗位人员": ["书记"]}
        big = rule.get("量") in ("分钟", "人次")
        return self._dress(made | self._count_rates("200 分钟" if rule.get("量") == "分钟" else "1 次", big))

    def _count_rates(self, unit: str, big: bool = False) -> Text:
        each = "60 人次" if big and unit == "1 次" else unit
        target = "900" if big else "8"
        award = [{"每次": each}, {"凡": "有"}, {"每次": each}]
        deduct = [{"每次": each}, {"每少": each, "目标": target}, {"凡": "不足", "目标": target}, {"凡": "无"}]
        deduct.append({"每高": target, "目标": target})
        sort = self.rng.randrange(4)
        if sort == 0:
            step = 400 if big else 3
            bands = [{"数值": {"不少于": str(step * (3 - n))}, "得": str(3 - n)} for n in range(3)]
            return {"分档": bands}
        made: Text = {}
        if sort in (1, 3):
            made["得分"] = [self._rate(self.pick(*award), award=True)]
        if sort in (2, 3):
            made["扣分"] = [self._rate(self.pick(*deduct))]
        return made

    def findings(self) -> Text:
        """Count findings in a state."""
        rule = {"状态": self.pick("全部", "逾期", "未销号", "已销号", "重开")}
        if self.yes(30):
            rule["问题来源"] = ORIGINS[0]
        if self.yes(30):
            rule["类型"] = some(self.rng, NATURES)
        return self._dress({"问题": rule} | self._count_rates("1 件"))

    def vacancy(self) -> Text:
        """Count posts that stood vacant too long."""
        rule = {"岗位人员": some(self.rng, POSTS[:3]), "久于": self.pick("1 个月", "3 个月", "45 天", "20 个工作日")}
        rates = [self._rate(self.pick({"每次": "1 项"}, {"凡": "有"}))]
        return self._dress({"空缺": rule, "扣分": rates})

    def honours(self) -> Text:
        """Honours by level."""
        rule: Text = {"取值": self.pick("合计", "最高")}
        if self.yes(30):
            rule["标题"] = [TITLES[0]]
        if self.yes(30):
            rule["同一荣誉"] = self.pick("取最高", "累加")
        if self.yes(15):
            rule["级别"] = list(LEVELS[:2])
        if self.yes(40):
            rule["有效"] = self.pick("1 年", "18 个月", "2 年")
        if self.yes(40):
            rule["归属"] = self.pick("集体", "集体和个人")
        worths = zip(LEVELS, ("3", "1.5", "0.5"), strict=True)
        made: Text = {"荣誉": rule, "分档": [{"档": level, "得": worth} for level, worth in worths]}
        return self._dress(made)
