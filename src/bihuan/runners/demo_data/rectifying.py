"""Problems found and rectified, and appeals against points."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from bihuan.appraisal.grammar import Measure
from bihuan.appraisal.rows import Appeal
from bihuan.basics.periods import Period
from bihuan.progress.rows import NATURES, Finding
from bihuan.runners.demo_data.bodies import Body, Cast
from bihuan.runners.demo_data.chance import Dice
from bihuan.runners.demo_data.registers import Registers
from bihuan.runners.demo_data.truth import Planted
from bihuan.runners.demo_data.working_days import WorkingDays

PROBLEMS = (
    ("抽查", "党费收缴台账不全"),
    ("抽查", "谈心谈话没有覆盖到全体党员"),
    ("抽查", "支委会议题与记录不一致"),
    ("督办", "主题党日补办后没有说明情况"),
    ("督办", "组织生活会问题清单没有逐项回应"),
    ("通报", "每周半天学习连续几周没有组织"),
    ("通报", "青年理论学习小组没有列席旁听安排"),
    ("半年考评", "党员名册与实际人数不符"),
    ("半年考评", "没有立项融合项目，党建和业务两张皮"),
    ("约谈", "支委会流于形式"),
    ("专项检查", "发展党员材料缺谈话记录"),
)
"""Source and text; what was done or left undone, never who."""

MEASURES = ("逐项对照制度补齐", "列出清单，按月核对", "调整安排，专人跟进", "集体学习制度后重新办理")
EVIDENCE = ("补齐的台账", "会议记录", "整改报告", "公开栏照常公示的情况")

AT_ONCE, IN_TIME, ALWAYS = NATURES
FIRST_PROBLEM = "流动党员联系不到位"


@dataclass
class Rectifying:
    """Writes findings and appeals of the branches."""

    registers: Registers
    days: WorkingDays
    truth: list[Planted]
    rounds: tuple[Period, ...]

    def find_problems(self, body: Body, dice: Dice) -> None:
        """Write what was found at ``body`` in the course of the year."""
        for nth, period in enumerate(self.rounds):
            if body.hurry and nth == 0:
                self._first(body, period)
            elif not body.quiet and dice.happens(600 + (100 - body.care) * 30):
                self._finding(body, period, dice)

    def _first(self, body: Body, period: Period) -> None:
        """The finding of the pictures: opened on 18 March, due on 25 June, not yet closed then."""
        opened, year = date(period.start.year, 3, 18), period.start.year
        row = Finding(
            id=self.registers.new_id("findings"),
            organisation=body.id,
            origin="抽查",
            text=FIRST_PROBLEM,
            measures="建立联系台账，逐人落实联系人",
            leader="支部书记",
            owner=body.name,
            evidence="联系台账",
            closer="机关党委办公室",
            opened=opened,
            nature=IN_TIME,
            due=date(year, 6, 25),
            done=date(year, 6, 23),
            closed=date(year, 6, 24),
            received=opened,
        )
        self.registers.add("findings", row)

    def _finding(self, body: Body, period: Period, dice: Dice) -> Finding:
        months = max(1, (period.end - period.start).days // 30)
        opened = (
            self.days.draw(
                period.start,
                period.start + timedelta(days=25 * months),
                dice,
                None,
                lambda one: body.state_on(one) is not None,
            )
            or period.start
        )
        origin, text = dice.pick(PROBLEMS)
        nature = dice.weighted(NATURES, (30, 65, 5))
        due = opened + timedelta(days={AT_ONCE: 15, IN_TIME: 60, ALWAYS: 180}[nature])
        done = opened + timedelta(days=dice.between(6, 14 if nature == AT_ONCE else 50))
        if not dice.happens(10_000 - (100 - body.care) * 45):
            done = due + timedelta(days=dice.between(5, 40))
        closed = done + timedelta(days=dice.between(1, 4))
        reviewed = closed + timedelta(days=dice.between(20, 40)) if dice.happens(5000) else None
        row = Finding(
            id=self.registers.new_id("findings"),
            organisation=body.id,
            origin=origin,
            measures=dice.pick(MEASURES),
            leader="支部书记",
            owner=body.name,
            evidence=dice.pick(EVIDENCE),
            closer="机关党委办公室",
            text=text,
            opened=opened,
            nature=nature,
            due=due,
            done=done,
            closed=None if nature == ALWAYS else closed,
            reviewed=reviewed,
            received=opened + timedelta(days=dice.below(3)),
        )
        added: Finding = self.registers.add("findings", row)
        return added

    def plant(self, cast: Cast, measures: dict[str, tuple[str, ...]], dice: Dice) -> None:
        """Plant one overdue, one reopened and one standing problem; ``measures`` count findings, by state."""
        period = self.rounds[0]
        for kind, expected in (
            ("逾期", "期末还没有销号，按逾期的问题扣分"),
            ("重开", "回头看不合格，二次整改；按重开扣分，有否决的按否决"),
            (ALWAYS, "长期坚持的问题从不算逾期"),
        ):
            body = cast.take()
            if body is None:
                continue
            row = self._finding(body, period, dice)
            opened = period.start + timedelta(days=40)
            row = replace(
                row,
                opened=opened,
                nature=ALWAYS if kind == ALWAYS else IN_TIME,
                due=opened + timedelta(days=60),
                done=None,
                closed=None,
                reviewed=None,
                received=opened,
            )
            if kind == "重开":
                closed = opened + timedelta(days=50)
                row = replace(
                    row,
                    done=closed - timedelta(days=3),
                    closed=closed,
                    reviewed=closed + timedelta(days=30),
                    reopened=closed + timedelta(days=30),
                )
            self.registers.change(
                "findings",
                row.id,
                **{
                    name: getattr(row, name)
                    for name in ("opened", "nature", "due", "done", "closed", "reviewed", "reopened", "received")
                },
            )
            self.truth.append(
                Planted(
                    organisation=body.id,
                    kind=f"问题{kind}",
                    what=f"{row.origin}发现：{row.text}",
                    table="findings",
                    rows=(row.id,),
                    period=opened.isoformat(),
                    round=period.label,
                    measures=measures.get(kind, ()),
                    expected=expected,
                )
            )

    def appeal(self, bodies: list[Body], measures: list[Measure], dice: Dice) -> None:
        """Write seven appeals about the first period, filed after its end; two of them are still open."""
        period = self.rounds[0]
        fitting = [body for body in bodies if not body.quiet and body.state_on(period.end)]
        for nth, body in enumerate(dice.some(fitting, 7)):
            measure = dice.pick(measures)
            day = self.days.draw(
                period.end + timedelta(days=6), period.end + timedelta(days=14), dice, None, lambda one: True
            )
            if day is None:
                continue
            is_open = nth in (2, 5)
            answered = None if is_open else day + timedelta(days=dice.between(3, 9))
            result = None if is_open else "更正" if nth == 0 else "维持"
            row = Appeal(
                id=self.registers.new_id("appeals"),
                organisation=body.id,
                measure=measure.id,
                period=period.label,
                day=day,
                answered=answered,
                result=result,
                received=day,
            )
            self.registers.add("appeals", row)
            if is_open:
                self.truth.append(
                    Planted(
                        organisation=body.id,
                        kind="申诉未答复",
                        what=f"{day} 对“{measure.measure}”提出申诉，还没有答复",
                        table="appeals",
                        rows=(row.id,),
                        period=period.label,
                        round=period.label,
                        measures=(measure.id,),
                        expected="申诉期间得分为暂定",
                    )
                )
