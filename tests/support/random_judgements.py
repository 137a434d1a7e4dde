"""Random components about what others decide, vote or hand over: judgements, ballots, external results, ratios."""

from typing import Any

from tests.support.random_components import (
    ACTIVITY_KINDS,
    ASSESSORS,
    BALLOTS,
    CHECKLIST,
    EXTERNALS,
    GRADE_WORDS,
    ORIGINS,
    POSTS,
    ComponentMaker,
    Text,
    settled,
    some,
)


class FactMaker(ComponentMaker):
    """Writes components of every fact of the language."""

    def ratio(self) -> Text:
        """Compare two counts."""
        of = self.pick("出勤率", "完成率", "按时率", "整改率", "包联覆盖率")
        if of in ("完成率", "按时率") and not settled("没有窗口的完成率"):
            of = "出勤率"
        rule: Text = {"取": of}
        made: Text = {"比率": rule}
        if of == "出勤率":
            rule["记录"] = some(self.rng, ACTIVITY_KINDS[:4])
            if self.yes(40):
                rule["基数扣除"] = self.pick(["请假"], ["离退休"], ["请假", "借调"])
            if self.yes(15):
                made["对象"] = {"党小组": "是", "汇总": self.pick("平均", "最低", "最高", "求和")}
        elif of in ("完成率", "按时率"):
            if self.yes(20):
                made["对象"] = self.subject(by_score=not settled("完成率逐窗口汇总"))
            about = {"by_person": "岗位人员" in made.get("对象", {}), "by_group": "党小组" in made.get("对象", {})}
            rule["要求"] = [self.requirement(**about) for _ in range(1 if self.yes(75) else 2)]
        elif of == "整改率" and self.yes(30):
            rule["问题来源"] = ORIGINS[0]
        return self._dress(made | self._share_rates())

    def _share_rates(self, top: str = "90%", step: str = "1%") -> Text:
        sort = self.rng.randrange(4)
        if sort == 0:
            return {"得分": [self._rate({"按比例": "是"}, award=True)]}
        if sort == 1:
            return {"分档": self.bands()}
        if sort == 2:
            return {"扣分": [self._rate(self.pick({"每低": step, "目标": top}, {"凡": "不足", "目标": top}))]}
        return {"得分": [self._rate({"按比例": "是"}, award=True)], "扣分": [self._rate({"每低": step, "目标": top})]}

    def bands(self, scale: int = 1) -> list[Text]:
        """Write a ladder over a number from 0 to ``scale``."""
        high, low = f"{90 * scale}%", f"{60 * scale}%"
        ladders = (
            [{"数值": {"不少于": high}, "得": "2"}, {"数值": {"以上": low}, "得": "1"}],
            [{"数值": {"超过": high}, "得": "全部"}, {"数值": {"不少于": low, "不超过": high}, "得": "1/3"}],
            [{"数值": {"以下": low}, "扣": "2"}, {"数值": {"不足": high}, "扣": "0.5"}],
            [{"数值": {"以上": high}, "得": "1"}, {"数值": {"不足": low}, "扣": "1"}],
        )
        return self.pick(*ladders)

    def judged(self) -> Text:
        """Leave it to a person."""
        how = self.pick("情形", "等级", "分值", "清单", "次数")
        rule: Text = {"方式": how}
        if self.yes(60):
            rule["给分人"] = some(self.rng, ASSESSORS)
        if self.yes(40):
            rule["未认定"] = self.pick("未评定", "视为无")
        if self.yes(25):
            rule["去重"] = "是"
        made: Text = {"认定": rule}
        if self.yes(20):
            made["对象"] = self.subject()
        return self._dress(made | getattr(self, f"_judged_{how}")(rule))

    def _judged_情形(self, rule: Text) -> Text:
        if self.yes(60):
            return {"扣分": [self._rate({"凡": self.pick("有", "有", "无")})]}
        return {"得分": [self._rate({"凡": self.pick("有", "有", "无")}, award=True)]}

    def _judged_等级(self, rule: Text) -> Text:
        worths = self.pick(
            ({"得": "3"}, {"得": "1"}, {"扣": "1"}),
            ({"扣": "0"}, {"扣": "1"}, {"扣": "全部"}),
            ({"得": "全部"}, {"得": "0.5"}, {"得": "0"}),
        )
        return {"分档": [{"档": word} | worth for word, worth in zip(GRADE_WORDS, worths, strict=True)]}

    def _judged_分值(self, rule: Text) -> Text:
        if self.yes(40):
            rule["取值"] = self.pick("最新", "平均", "合计", "最高", "最低")
        award = self.yes(40)
        price = {"得" if award else "扣": self.pick("0—2", "1—3", "0—剩余", "0.5—1.5")}
        return {"得分" if award else "扣分": [price if self.yes(50) else price | {"凡": "有"}]}

    def _judged_清单(self, rule: Text) -> Text:
        rule["清单"] = list(CHECKLIST)
        return {"扣分": [self._rate(self.pick({"每缺": "1 项"}, {"每缺": "2 项"}))]}

    def _judged_次数(self, rule: Text) -> Text:
        if self.yes(30):
            rule["取值"] = self.pick("最新", "平均", "合计")
        if self.yes(35):
            rule["抽样"] = {"总体": "党员花名册", "推及": self.pick("是", "否")}
        return self._count_rates("1 人")

    def external(self) -> Text:
        """Take over a result."""
        rule: Text = {"名称": self.pick(*EXTERNALS)}
        if self.yes(30):
            rule["未认定"] = self.pick("未评定", "视为无")
        if self.yes(25):
            rule["去重"] = "是"
        made: Text = {"外部": rule}
        if rule["名称"] == EXTERNALS[1]:
            made["分档"] = [
                {"档": "优秀", "得": "2"},
                {"档": "合格", "得": "1"},
                {"档": "不合格", "扣": self.pick("1", "全部")},
            ]
            return self._dress(made)
        rule["取值"] = self.pick("最新", "合计", "平均", "最高", "最低")
        lines = (
            {"乘": "0.5"},
            {"每次": "1 项"},
            {"每高": "2", "目标": "4"},
            {"每少": "1 项", "目标": "5"},
            {"凡": "有"},
        )
        if self.yes(20):
            made["分档"] = [{"数值": {"不少于": "5"}, "扣": "2"}, {"数值": {"超过": "2"}, "扣": "0.5"}]
        else:
            made["扣分"] = [self._rate(self.pick(*lines))]
        return self._dress(made)

    def ballot(self) -> Text:
        """Ask the members."""
        rule: Text = {"名称": self.pick(*BALLOTS)}
        by_points = self.yes(40)
        if by_points:
            rule["选项分"] = {"好": "100", "较好": "80", "一般": "50"}
        else:
            rule["选项"] = self.pick(["好"], ["好", "较好"])
        if self.yes(40):
            rule["群体权重"] = self.pick({"党员": "60%", "群众": "40%"}, {"党员": "1/3", "群众": "2/3"})
        if self.yes(60):
            rule["票数基数"] = self.pick("发出", "收回", "有效")
        made: Text = {"测评": rule}
        if self.yes(12) and not self.exclusive:
            made["对象"] = {"岗位人员": [POSTS[0]], "汇总": "平均", "任职口径": "任一日"}
        if not by_points:
            return self._dress(made | self._share_rates("80%"))
        if self.yes(50):
            return self._dress(made | {"分档": self.bands(100)})
        line: Any = {"得分": [self._rate({"乘": "0.01"}, award=True)]}
        if self.yes(50):
            line = {"扣分": [self._rate({"每低": "5", "目标": "85"})]}
        return self._dress(made | line)

    def condition(self) -> Text:
        """Look at the organisation itself."""
        made: Text = {"条件": self.applies()}
        if self.yes(60):
            return made | {"扣分": [self._rate({"凡": self.pick("有", "无")})]}
        return made | {"得分": [self._rate({"凡": self.pick("有", "无")}, award=True)]}

    def applies(self, depth: int = 0) -> Text:
        """Write a condition."""
        pieces = [
            {"层级属于": self.pick(["党支部"], ["党支部", "党总支"])},
            {"类别": self.pick(["机关"], ["机关", "国企"])},
            {"标签": some(self.rng, ("窗口", "偏远"))},
            {"设支委会": self.pick("是", "否")},
            {"设党小组": self.pick("是", "否")},
            {"正式党员": self.pick({"以上": "10"}, {"以下": "10"}, {"不少于": "7", "不足": "30"})},
            {"党员": self.pick({"超过": "10"}, {"不超过": "20"})},
            {"成立满": self.pick("3 个月", "1 年", "30 天")},
            {"上级层级": ["机关党委"]},
            {"委员数": self.pick({"不少于": "3"}, {"以下": "5"})},
            {"有岗位": some(self.rng, POSTS[:2])},
        ]
        made: Text = {}
        for piece in self.rng.sample(pieces, self.pick(1, 1, 2)):
            made |= piece
        if self.yes(40):
            made["基准日"] = self.pick("期初", "期末", "06-30", "03-31")
        if depth == 0 and self.yes(25):
            made["除外"] = self.applies(1)
        if depth == 0 and self.yes(20):
            made["任一"] = [self.applies(1), self.applies(1)]
        return made

    def score_of(self) -> Text:
        """Refer to a score of part of the period."""
        rule: Text = {"期间": self.pick(["上半年", "下半年"], ["上半年"], ["一季度", "二季度"], ["三季度"])}
        rule["部分"] = self.pick(*self.measure_ids)
        if settled("引用不适用的部分") and self.yes(60):
            rule["部分"] = self.pick("总分", "总分", *self.sections)
        rule["合成"] = self.pick("平均", "合计", "最高", "最低")
        line: Text = self.pick(
            {"得分": [self._rate({"乘": self.pick("0.1", "0.05", "1/7")}, award=True)]},
            {"扣分": [self._rate({"每低": "1", "目标": "6"})]},
            {"扣分": [self._rate({"凡": "不足", "目标": "8"})]},
            {"分档": [{"数值": {"不少于": "8"}, "得": "1"}, {"数值": {"不少于": "4"}, "得": "0.5"}]},
        )
        return self._dress({"引用得分": rule} | line)

    def one_sided(self, award: bool) -> Text:
        """Write a component that only gives, or only takes."""
        wrong, wrong_price = ("扣分", "扣") if award else ("得分", "得")
        while True:
            made = self.pick(self.tally, self.judged, self.judged, self.external, self.findings, self.honours)()
            if wrong not in made and not any(wrong_price in band for band in made.get("分档", ())):
                return made

    def any_component(self) -> Text:
        """Write a component of any fact that stands alone."""
        return self.pick(
            self.required,
            self.required,
            self.required,
            self.duty_list,
            self.tally,
            self.ratio,
            self.ratio,
            self.judged,
            self.judged,
            self.external,
            self.honours,
            self.ballot,
            self.condition,
            self.findings,
            self.vacancy,
        )()
