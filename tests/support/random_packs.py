"""Random rule packs that cover the whole language; the same generator gives the same pack."""

from random import Random

from bihuan.packs.grammar import Pack
from tests.support.random_components import ALIASES, SUBMISSION_KINDS, Text, chance, settled
from tests.support.random_judgements import FactMaker

BASIS = {"文件": "a", "条款": "1"}
GRADES = ("优", "良", "中", "差")
PLAIN_CHOICES: dict[str, tuple[str, ...]] = {
    "情形之间": ("叠加", "取最重", "零分优先"),
    "缺次": ("逐期", "总数"),
    "比例取整": ("连续", "进一", "去尾", "四舍五入"),
    "条目取整": ("四舍五入", "进一", "去尾", "四舍六入五成双"),
    "总分取整": ("四舍五入", "进一", "去尾", "四舍六入五成双"),
    "总分小数": ("0", "1", "2", "3"),
    "以上以下含本数": ("是", "否"),
    "归属按": ("发生日", "录入日"),
    "迟录": ("照计", "不计"),
    "迟录天数": ("0", "10", "30"),
    "不适用项": ("剔除", "放大", "满分", "平均"),
    "年中单位": ("照常", "折算", "不定等次"),
    "存续不足": ("3 个月", "90 天"),
    "存续口径": ("整窗", "任一日", "窗末"),
    "同一事实": ("允许", "去重"),
    "同一荣誉": ("取最高", "累加"),
    "有效": ("1 年", "2 年"),
    "归属": ("集体", "集体和个人"),
    "只有要求的条目": ("检查项", "裁量"),
    "未裁量": ("未评定", "视为无"),
    "改版": ("期末", "发生时"),
    "并列": ("都进", "都不进", "按代码"),
    "名额取整": ("四舍五入", "进一", "去尾", "不足一补一"),
    "直接定级占名额": ("是", "否"),
    "否决后递补": ("是", "否"),
    "跨期要求": ("归末期", "计为未到期"),
}


class PackMaker:
    """Writes one pack."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.sharing, self.graded, self.referring = self._sharing_default(), False, chance(rng, 12)
        duties = [f"duty.d{number}" for number in range(rng.randint(1, 3))]
        self.facts = FactMaker(rng, windows=("学期",), exclusive=self.sharing != "共享", duties=duties)
        self.sections = [f"板块{number}" for number in range(rng.randint(1, 3))]
        self.facts.sections = self.sections

    def _sharing_default(self) -> str:
        return self.rng.choice(("共享", "共享", "共享", "独占", "分组"))

    def pack(self) -> Text:
        """Write the whole pack."""
        made: Text = {"规则包": "随机", "编号": "random", "版本": "1", "发布单位": "测试", "施行": "2020-01-01"}
        if chance(self.rng, 12):
            made["施行"] = "2026-02-15"
        if chance(self.rng, 8):
            made["废止"] = "2026-10-20"
        if chance(self.rng, 35):
            self.facts.natural_year = False
            made["年度起"] = self.rng.choice(("上年12-01", "上年12-16", "04-01"))
        if chance(self.rng, 5):
            made["残缺"] = "是"
        made["口径"] = self.facts.choices = self._choices()
        made["日历"] = self._calendars()
        made["自定周期"] = [{"名称": "学期", "区间": [["02-20", "07-15"], ["09-01", "次年01-15"]]}]
        made["记录种类"] = self._kinds()
        made["责任清单"] = [self._duty(name) for name in [*self.facts.duties, "duty.bare"]]
        made["板块表"] = self._sections()
        if chance(self.rng, 40):
            made["加分上限"] = self.rng.choice(("2", "3", "1.5"))
        made["指标表"] = self._measures()
        made["抵用"] = self._shared(made["指标表"])
        self.graded = chance(self.rng, 80)
        made["否决表"] = [self._veto(number) for number in range(self.rng.randint(0, 2))]
        if self.graded:
            made["等次"] = self._grading()
        made["结果运用"] = [self._consequence(number, made) for number in range(self.rng.randint(0, 3))]
        return made

    def _choices(self) -> Text:
        made: Text = {}
        for key, values in PLAIN_CHOICES.items():
            if chance(self.rng, 35):
                made[key] = self.rng.choice(values)
        if chance(self.rng, 40):
            floors = ("计分项", "条目", "模块", "总分")
            made["触底"] = {name: self.rng.choice(("是", "否")) for name in floors if chance(self.rng, 50)}
        if chance(self.rng, 30):
            made["出勤基数扣除"] = self.rng.choice((["请假"], ["离退休"], ["请假", "离退休"]))
        if not settled("同一事实去重"):
            made.pop("同一事实", None)
        if made.get("缺次") == "总数" and not settled("总数的长窗口"):
            made.pop("跨期要求", None)
        if made.get("年中单位") == "折算" and not settled("总数的折算门槛"):
            made.pop("存续不足", None)
        return made

    def _calendars(self) -> list[Text]:
        known = (
            {
                "年份": "2025",
                "放假": ["2025-01-01", "2025-10-01", "2025-10-02", "2025-10-03"],
                "调休上班": ["2025-09-28"],
            },
            {
                "年份": "2026",
                "放假": ["2026-01-01", "2026-02-16", "2026-02-17", "2026-02-18", "2026-05-01", "2026-10-01"],
                "调休上班": ["2026-02-14", "2026-05-09"],
            },
        )
        return [entry for entry in known if chance(self.rng, 70)]

    def _kinds(self) -> list[Text]:
        made: list[Text] = [
            {"种类": "支委会"},
            {"种类": "党员大会", "最短": self.rng.choice(("30 分钟", "1 学时"))},
            {"种类": "党课", "须主讲": self.rng.choice(("是", "否")), "别名": [ALIASES["党课"]]},
            {"种类": "主题党日"},
            {"种类": "小组会"},
            {"种类": "学习", "最短": "60 分钟", "别名": [ALIASES["学习"]]},
        ]
        return made + [{"种类": kind, "登记": "报送"} for kind in SUBMISSION_KINDS]

    def _duty(self, name: str) -> Text:
        tiers = ["党支部"] * 7 + ["党总支"] + (["党小组", "党小组"] if self.sharing == "共享" else [])
        made: Text = {"责任": name, "编号": name, "层级": self.rng.choice(tiers), "依据": BASIS}
        by_person = self.sharing == "共享" and chance(self.rng, 20)
        if by_person:
            made["岗位"] = self.rng.choice(("书记", "班子成员"))
        if name != "duty.bare":
            made["要求"] = self.facts.requirement(by_person=by_person, by_group=made["层级"] == "党小组")
        if chance(self.rng, 20):
            made["适用"] = self.facts.applies()
        if chance(self.rng, 12):
            made["施行"] = "2026-03-10"
        return made

    def _sections(self) -> list[Text]:
        made: list[Text] = [{"板块": name} for name in self.sections]
        weights = {1: ("1",), 2: ("1/3", "2/3"), 3: ("0.3", "45%", "0.25")}[len(made)]
        weighted = chance(self.rng, 45)
        for section, weight in zip(made, weights, strict=True):
            if weighted:
                section["权重"] = weight
            if chance(self.rng, 30):
                section["加分上限"] = self.rng.choice(("1", "2.5"))
        return made

    def _measures(self) -> list[Text]:
        made = [self._measure(number) for number in range(self.rng.randint(3, 7))]
        if self.referring:
            made.append(self._referring(len(made)))
        if chance(self.rng, 25) and len(made) > 2 and settled("变体组") and self._may_not_apply():
            made[0]["变体组"] = made[1]["变体组"] = "甲"
            made[0]["适用"], made[1]["适用"] = {"类别": ["机关"]}, {"除外": {"类别": ["机关"]}}
        return made

    def _may_not_apply(self) -> bool:
        return self.sharing == "共享" or settled("独占里不适用的指标")

    def _cuts_plainly(self) -> bool:
        choices = self.facts.choices
        unusual = choices.get("缺次") == "总数" or choices.get("跨期要求") == "计为未到期"
        return not unusual or settled("没有窗口的分期")

    def _heading(self, number: int) -> Text:
        return {
            "指标": f"指标{number}",
            "编号": f"m.m{number}",
            "板块": self.rng.choice(self.sections),
            "满分": self.rng.choice(("3", "5", "2.5", "10", "4")),
            "依据": BASIS,
        }

    def _referring(self, number: int) -> Text:
        self.facts.measure_ids = [f"m.m{earlier}" for earlier in range(number)]
        return self._heading(number) | {"计分": [self.facts.score_of() | {"名称": "引用"}]}

    def _measure(self, number: int) -> Text:
        rng = self.rng
        made = self._heading(number)
        made["性质"] = rng.choice(("评分",) * 7 + ("加分", "倒扣", "检查"))
        if made["性质"] == "倒扣":
            made["满分"] = "0"
        if made["性质"] == "检查" or (made["性质"] == "评分" and chance(rng, 8)):
            made["计分"] = self._bare_components()
        else:
            made["计分"] = self._components(made["性质"])
        if chance(rng, 15) and all(_may_be_by_subject(part) for part in made["计分"]):
            made["对象"] = self.facts.subject()
            pro_rata = self.facts.choices.get("年中单位") == "折算" and not settled("折算时的任职口径")
            if pro_rata and "岗位人员" in made["对象"]:
                made["对象"] = {"党小组": "是", "汇总": made["对象"]["汇总"]}
        if chance(rng, 25) and self._may_not_apply():
            made["适用"] = self.facts.applies()
        if chance(rng, 20) and made["性质"] not in ("加分", "倒扣"):
            made["起评"] = rng.choice(("满分", "零分"))
        if chance(rng, 30):
            made["情形关系"] = rng.choice(("叠加", "取最重", "零分优先"))
        if chance(rng, 20):
            made["可超满分"] = rng.choice(("1", "2"))
        if chance(rng, 35):
            made["不适用时"] = rng.choice(("剔除", "放大", "满分", "平均"))
        bare = not any("扣分" in part or "得分" in part or "分档" in part for part in made["计分"])
        if chance(rng, 10) and not self.facts.exclusive and (not bare or settled("检查的分期")):
            combine = rng.choice(("平均", "合计", "最低", "最高"))
            every = rng.choice(("月", "季", "半年")) if settled("没有窗口的分期") else "月"
            vacancy = any("空缺" in part for part in made["计分"]) and not settled("考核期开始以前的空缺")
            if self._cuts_plainly() and not vacancy:
                made["分期"] = {"每": every, "合成": combine}
        return made

    def _bare_components(self) -> list[Text]:
        made = []
        for number in range(self.rng.randint(0, 2)):
            made.append({"名称": f"项{number}", "要求": [self.facts.requirement()]})
        return made

    def _components(self, nature: str) -> list[Text]:
        made = []
        for number in range(self.rng.choice((1, 1, 2, 3))):
            part = self.facts.any_component()
            if nature in ("加分", "倒扣"):
                part = self.facts.one_sided(nature == "加分")
            part["名称"] = f"项{number}"
            if chance(self.rng, 10) and self._may_not_apply():
                part["适用"] = self.facts.applies()
            if chance(self.rng, 15):
                part["择重组"] = "乙"
            made.append(part)
        return made

    def _shared(self, measures: list[Text]) -> Text:
        if self.sharing != "分组":
            return {"默认": self.sharing}
        keys = list(self.facts.duties)
        for measure in measures:
            if "分期" not in measure:
                keys += [f"{measure['编号']}/{part['名称']}" for part in measure["计分"]]
        self.rng.shuffle(keys)
        middle = len(keys) // 2
        return {"独占": [group for group in (keys[:middle][:3], keys[middle:][:3]) if group]}

    def _lone_fact(self) -> Text:
        kind = self.rng.randrange(5)
        if kind == 0:
            return {"要求": [self.facts.requirement()], "凡": self.rng.choice(("不足", "无", "有"))}
        if kind == 1:
            return {"问题": {"状态": self.rng.choice(("逾期", "重开", "未销号"))}}
        if kind == 2:
            return {"条件": self.facts.applies(), "凡": self.rng.choice(("有", "无"))}
        made: Text = {"认定": {"方式": "情形"}, "凡": self.rng.choice(("有", "有", "无"))}
        if chance(self.rng, 70):
            made["认定"]["未认定"] = "视为无"
        return made

    def _veto(self, number: int) -> Text:
        effect = self.rng.choice(({"等次不高于": "中"}, {"等次定为": "差"}, {"总分不超过": "6"}, {"等次不高于": "良"}))
        if self.referring and "总分不超过" in effect and not settled("引用总分里的否决"):
            effect = {"等次不高于": "良"}
        if not self.graded:
            effect = {"总分不超过": self.rng.choice(("3", "6.125"))}
        made = {"否决": f"否决{number}", "编号": f"v.v{number}", "依据": BASIS, "效果": effect} | self._lone_fact()
        if chance(self.rng, 20) and self._may_not_apply():
            made["适用"] = self.facts.applies()
        return made

    def _grading(self) -> Text:
        rules: list[Text] = []
        for place, name in enumerate(GRADES):
            rule: Text = {"等次名": name}
            sort = self.rng.choice(("线", "额", "线额"))
            if "线" in sort:
                rule["不低于"] = str(9 - 3 * place)
            if "额" in sort:
                rule["名额"] = self.rng.choice(("10%", "20%", "1/4", "25%"))
            rules.append(rule)
        if chance(self.rng, 75):
            rules[-1] = {"等次名": GRADES[-1]}
        made: Text = {"等次表": rules, "范围": self.rng.choice(("全体", "全体", "同上级", "同类别"))}
        if chance(self.rng, 8) and settled("评定的等次"):
            made["办法"] = "评定"
        if chance(self.rng, 30):
            fact = self.rng.choice(({"认定": {"方式": "情形"}}, {"条件": self.facts.applies()}))
            made["直接定级"] = [{"名称": "直接", "等次名": self.rng.choice(GRADES[:2])} | fact]
        return made

    def _consequence(self, number: int, made: Text) -> Text:
        triggers: list[Text] = [
            {"失分指标": [self.rng.choice(made["指标表"])["编号"]]},
            {"问题状态": self.rng.choice(("逾期", "未销号", "重开"))},
            {"问题状态": "逾期", "类型": ["限期整改"], "问题来源": "巡察反馈"},
            {"欠办责任": self.rng.sample(self.facts.duties, 1)},
        ]
        if "等次" in made:
            grades: Text = {"等次为": self.rng.choice((["差"], ["差", "中"], ["优"]))}
            triggers += [grades, grades | {"连续": "2"}]
        if made["否决表"]:
            triggers.append({"否决项": [self.rng.choice(made["否决表"])["编号"]]})
        trigger: Text = {}
        for piece in self.rng.sample(triggers, self.rng.choice((1, 1, 2))):
            trigger |= piece
        return {"措施": f"措施{number}", "编号": f"c.c{number}", "触发": trigger, "对谁": "组织", "由谁": "机关党委"}


def _may_be_by_subject(part: Text) -> bool:
    """Say whether a component may be looked at group by group, as those of a measure with a subject are."""
    rules = part.get("要求", [])
    recorded = bool(rules) and all("记录" in rule and "主讲" not in rule for rule in rules)
    return "对象" not in part and (recorded or "认定" in part or "记录" in part.get("次数", {}))


def random_pack(rng: Random) -> Pack:
    """Give a valid random pack."""
    return Pack.model_validate(PackMaker(rng).pack())
