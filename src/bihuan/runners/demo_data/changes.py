"""Changes in time planted among branches: founded midway, merged, renamed, moved, suspended, posts changing hands."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from bihuan.basics.periods import shift_months
from bihuan.runners.demo_data.asks import Asked
from bihuan.runners.demo_data.bodies import SECRETARY, Body, Cast
from bihuan.runners.demo_data.chance import Dice
from bihuan.runners.demo_data.establishing import COMMITTEE, Department
from bihuan.runners.demo_data.names import person_name
from bihuan.runners.demo_data.truth import Planted

ONE_DAY = timedelta(days=1)


@dataclass
class Changes:
    """Plants changes; each takes a branch of its own from the cast."""

    asked: Asked
    department: Department
    cast: Cast
    truth: list[Planted]
    dice: Dice

    def plant(self) -> None:
        """Plant every kind of change for which a branch is left."""
        year = self.department.year
        self._founded(date(year, 3, 10), "按整窗存续的，一、二、三月和一季度都没有应办，四月起照常")
        self._founded(date(year, 5, 20), "上半年存续不足三个月，规则包“不定等次”时上半年没有等次")
        self._merged(date(year, 4, 15))
        self._merged(date(year, 9, 1))
        self._renamed(date(year, 4, 1))
        self._moved(date(year, 7, 1))
        self._suspended(date(year, 3, 1), date(year, 5, 11))
        self._acting(date(year, 3, 1))
        self._vacant(date(year, 1, 20), date(year, 6, 11))
        for month in (4, 8):
            self._handed_over(date(year, month, 21))
        self._namesakes()

    def _tell(
        self, body: Body, kind: str, what: str, table: str, rows: tuple[str, ...], day: date, expected: str
    ) -> None:
        counted = next((one for one in self.asked.rounds if one.start <= day <= one.end), self.asked.rounds[-1])
        self.truth.append(
            Planted(
                organisation=body.id,
                kind=kind,
                what=what,
                table=table,
                rows=rows,
                period=day.isoformat(),
                round=counted.label,
                measures=(),
                expected=expected,
            )
        )

    def _founded(self, day: date, expected: str) -> None:
        body = self.cast.take(_plain)
        if body is None:
            return
        body.states = [replace(state, since=day) for state in body.states]
        body.holdings = [replace(holding, since=day) for holding in body.holdings]
        row = self.department.event(body, "成立", day)
        self._tell(body, "新设", f"{day} 成立", "organisation_events", (row,), day, f"成立之前没有应办；{expected}")

    def _merged(self, day: date) -> None:
        body = self.cast.take(_plain)
        heir = self.cast.take(lambda one: body is not None and one.parent == body.parent and _plain(one))
        if body is None or heir is None:
            return
        last = day - ONE_DAY
        body.states = [replace(state, until=last) for state in body.states]
        body.holdings = [replace(holding, until=last) for holding in body.holdings]
        old = heir.states[0]
        heir.states[0] = replace(old, until=last)
        heir.states.insert(1, replace(old, since=day, full_members=old.full_members + body.members))
        people = {holding.person for holding in body.holdings}
        moved = []
        for person in self.department.people:
            if person.id in people:
                moved += [replace(person, until=last), replace(person, organisation=heir.id, since=day)]
            else:
                moved.append(person)
        self.department.people[:] = moved
        row = self.department.event(body, "合并", day, (heir.id,))
        expected = f"{body.id} 从 {day} 起不存续，以后的窗口没有应办；{heir.id} 的党员从那一天起增加 {body.members} 名"
        self._tell(body, "撤并", f"{day} 并入 {heir.id}", "organisation_events", (row,), day, expected)

    def _renamed(self, day: date) -> None:
        body = self.cast.take(_plain)
        if body is None:
            return
        old, name = body.states[0], body.name.removesuffix("党支部") + "联合党支部"
        body.states[0] = replace(old, until=day - ONE_DAY)
        body.states.insert(1, replace(old, since=day, name=name))
        what = f"{day} 由“{body.name}”更名为“{name}”"
        self._tell(body, "更名", what, "organisations", (body.id,), day, "编号不变，得分连续，应办不因更名增减")

    def _moved(self, day: date) -> None:
        body = self.cast.take(lambda one: one.parent != COMMITTEE and _plain(one))
        if body is None:
            return
        old = body.states[0]
        body.states[0] = replace(old, until=day - ONE_DAY)
        body.states.insert(1, replace(old, since=day, parent=COMMITTEE))
        row = self.department.event(body, "隶属变更", day)
        what = f"{day} 由 {old.parent} 划归 {COMMITTEE}"
        expected = "编号和得分连续；汇总到上级时，前半段算原上级，后半段算新上级"
        self._tell(body, "隶属变更", what, "organisation_events", (row,), day, expected)

    def _suspended(self, stopped: date, resumed: date) -> None:
        body = self.cast.take(_plain)
        if body is None:
            return
        rows = (self.department.event(body, "停止活动", stopped), self.department.event(body, "恢复活动", resumed))
        what = f"{stopped} 停止活动，{resumed} 恢复"
        expected = "停止期间没有应办，前后照常；同一年里分成两段"
        self._tell(body, "停止活动", what, "organisation_events", rows, stopped, expected)

    def _acting(self, day: date) -> None:
        body = self.cast.take(_plain)
        if body is None:
            return
        left = self._leave(body, day - ONE_DAY)
        neighbour = next(
            (one for one in self.department.branches if one.parent == body.parent and one is not body and one.holdings),
            body,
        )
        holding = self.department.appoint(body, neighbour.holdings[0].person, SECRETARY, day, acting=True)
        what = f"书记 {day - ONE_DAY} 离任，{day} 起由 {neighbour.id} 的书记代管"
        self._tell(
            body, "代管", what, "posts", (left, holding.id), day, "代管算任职：不算空缺，代管人讲的党课算书记讲的"
        )

    def _vacant(self, left: date, filled: date) -> None:
        body = self.cast.take(_plain)
        if body is None:
            return
        gone = self._leave(body, left - ONE_DAY)
        person = self.department.person(person_name(self.dice), body, filled)
        holding = self.department.appoint(body, person, SECRETARY, filled)
        measures = tuple(
            measure.id for measure in self.asked.pack.measures if any(one.vacancy for one in measure.components)
        )
        self._tell(
            body,
            "空缺",
            f"书记从 {left} 空缺到 {filled - ONE_DAY}",
            "posts",
            (gone, holding.id),
            left,
            "空缺超过三个月，有“空缺”一项的指标扣分",
        )
        self.truth[-1] = replace(self.truth[-1], measures=measures)

    def _handed_over(self, day: date) -> None:
        body = self.cast.take(_plain)
        if body is None:
            return
        left = self._leave(body, day - ONE_DAY)
        person = self.department.person(person_name(self.dice), body, shift_months(day, -10))
        holding = self.department.appoint(body, person, SECRETARY, day)
        self._tell(
            body,
            "交接",
            f"{day} 书记换人",
            "posts",
            (left, holding.id),
            day,
            "前后两任各管自己任职的时间，支部的应办不断；跨交接的季度两人都不算整窗任职",
        )

    def _namesakes(self) -> None:
        body = self.cast.take(lambda one: len(one.holdings) > 1)
        if body is None:
            return
        first, second = (holding.person for holding in body.holdings[:2])
        name = next(person.name for person in self.department.people if person.id == first)
        self.department.people[:] = [
            replace(person, name=name) if person.id == second else person for person in self.department.people
        ]
        day = self.asked.year.start
        what = f"支部里有两位“{name}”"
        self._tell(body, "同名", what, "people", (first, second), day, "按编号分得清；只写姓名的表会被要求写明是谁")

    def _leave(self, body: Body, last: date) -> str:
        """End the secretary's time and give the id of the holding."""
        at, holding = next((at, one) for at, one in enumerate(body.holdings) if one.post == SECRETARY)
        body.holdings[at] = replace(holding, until=last)
        return holding.id


def _plain(body: Body) -> bool:
    return len(body.groups) == 0 and body.committee > 0 and len(body.states) == 1
