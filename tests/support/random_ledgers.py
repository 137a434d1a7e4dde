"""Random ledgers that fit a pack: plausible rows and nasty ones; the same generator gives the same rows."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from bihuan.appraisal.grammar import Fact
from bihuan.appraisal.rows import BallotCount, ExternalResult, Honour, Judgement, Sample
from bihuan.appraisal.tables import LedgerTables
from bihuan.packs.grammar import Pack
from bihuan.progress.rows import NATURES, Activity, Exemption, Finding, Submission
from tests.support.pencil_calendar import Almanac
from tests.support.random_components import (
    ACTIVITY_KINDS,
    ALIASES,
    ASSESSORS,
    CHECKLIST,
    GRADE_WORDS,
    LEVELS,
    ORIGINS,
    SUBMISSION_KINDS,
    TITLES,
    TOPICS,
    chance,
    settled,
)
from tests.support.random_people import PeopleMaker

FIRST, LAST = date(2025, 11, 1), date(2026, 12, 31)


@dataclass(frozen=True)
class Asked:
    """What is asked of a ledger: the period, the two days, the grades of the periods before."""

    period: tuple[date, date]
    label: str
    as_of: date
    known_at: date | None
    previous_grades: dict[str, list[str]]


def random_question(rng: Random, pack: Pack) -> Asked:
    """Pick a period of the pack around 2026, a day to look from and perhaps a day up to which rows are known."""
    almanac = Almanac(pack)
    months = rng.choice((12, 12, 12, 6, 6, 6, 3, 3, 1))
    refers = any(part.score_of for measure in pack.measures for part in measure.components)
    if refers and not settled("考核期以外的引用"):
        months = 12
    first = rng.randrange(0, 12, months)
    part = almanac.part(2026, first, months)
    nth = first // months + 1
    month = f"{part.end.year}-{part.end.month:02d}"
    label = {12: "2026", 6: f"2026H{nth}", 3: f"2026Q{nth}", 1: month}[months]
    middle = part.start + timedelta(days=rng.randrange(part.count()))
    after = part.end + timedelta(days=rng.randrange(1, 70))
    before = part.start - timedelta(days=9) if settled("考核期开始以前的空缺") else part.start
    as_of = rng.choice((part.end,) * 6 + (middle, middle, middle, after, before))
    if refers and not settled("考核期开始以前的空缺"):
        as_of = rng.choice((part.end, after))
    known_at = as_of + timedelta(days=rng.randrange(-25, 40)) if chance(rng, 35) else None
    grades = ("优", "良", "中", "差")
    previous = {f"B{n}": [rng.choice(grades) for _ in range(rng.randrange(3))] for n in range(4)}
    return Asked((part.start, part.end), label, as_of, known_at, previous)


class LedgerMaker(PeopleMaker):
    """Writes one ledger."""

    def __init__(self, rng: Random, pack: Pack, organisations: int) -> None:
        super().__init__(rng, organisations)
        self.pack = pack
        self.activities: list[Activity] = []
        self.submissions: list[Submission] = []
        self.exemptions: list[Exemption] = []
        self.findings: list[Finding] = []
        self.judgements: list[Judgement] = []
        self.ballots: list[BallotCount] = []
        self.honours: list[Honour] = []
        self.externals: list[ExternalResult] = []
        self.samples: list[Sample] = []

    def tables(self) -> LedgerTables:
        """Give every table, rows in no particular order."""
        for branch in self.branches:
            self._records(branch)
            self._submitted(branch)
            self._exempted(branch)
            self._found(branch)
            self._decided(branch)
            self._honoured(branch)
        names = ("organisations", "organisation_events", "people", "posts", "liaisons", "activities", "submissions")
        names += ("exemptions", "findings", "judgements", "ballots", "honours", "externals", "samples")
        made: dict[str, tuple[Any, ...]] = {}
        for name in names:
            rows = list(getattr(self, name))
            self.rng.shuffle(rows)
            made[name] = tuple(rows)
        return made

    # small things ------------------------------------------------------------------------------------------

    def number(self, letter: str) -> str:
        """Give a new id, in no particular order."""
        self.used += 1
        return f"{letter}{self.rng.randrange(1000):03d}-{self.used}"

    def day(self) -> date:
        """Pick a day, most likely in 2026."""
        if self.yes(12):
            return FIRST + timedelta(days=self.rng.randrange((date(2027, 3, 1) - FIRST).days))
        return date(2026, 1, 1) + timedelta(days=self.rng.randrange(365))

    def stamps(self, day: date) -> dict[str, date | None]:
        """Give claimed and received days: often missing, mostly soon, sometimes very late."""
        sort = self.rng.randrange(10)
        if sort < 4:
            return {}
        soon = day + timedelta(days=self.rng.randrange(0, 12))
        late = day + timedelta(days=self.rng.randrange(20, 90))
        if sort < 6:
            return {"claimed": soon}
        return {"claimed": day, "received": soon if sort < 8 else late}

    def received(self, day: date) -> dict[str, date | None]:
        """Give the received day of a row that is not claimed."""
        return {key: value for key, value in self.stamps(day).items() if key == "received"}

    def about(self) -> str | None:
        """Now and then name the period a result belongs to, whatever its day."""
        return self.pick(None, None, None, "2026", "2026H1", "2026Q3") if self.yes(30) else None

    def spelled(self, day: date) -> str:
        """Spell some period in which the day lies."""
        year, month = day.year, day.month
        quarter = (month + 2) // 3
        spellings = [f"{year}-{month:02d}", f"{year}Q{quarter}", f"{year}H{1 if month < 7 else 2}", f"{year}"]
        if settled("所属期写起止"):
            spellings.append(f"{year}-{3 * quarter - 2:02d}..{year}-{3 * quarter:02d}")
        return self.pick(spellings[0], *spellings)

    def again(self, rows: list[Any], row: Any, letter: str, **changes: Any) -> None:
        """Now and then correct or withdraw the row just written by a new one."""
        rows.append(row)
        if not self.yes(7):
            return
        received = row.day + timedelta(days=self.rng.randrange(60)) if self.yes(70) else row.received
        number = self.number(letter)
        changes = {} if self.yes(30) else changes
        if letter == "A" and self.yes(20) and settled("别处活动的更正"):
            changes |= {"speakers": (), "leaders": (), "observers": (), "chair": None}
        if self.yes(15) and settled("更正改了组织"):
            changes |= {"organisation": self.pick(*self.branches)}
            changes |= {"group": None} if letter == "A" else {}
        newer = replace(row, id=number, corrects=row.id, received=received, withdrawn=self.yes(30), **changes)
        rows.append(newer)
        if self.yes(25):
            rows.append(replace(newer, id=self.number(letter), corrects=number, withdrawn=False))

    # records -----------------------------------------------------------------------------------------------

    def _records(self, branch: str) -> None:
        zeal = self.pick(45, 70, 90)
        month = FIRST
        while month <= LAST:
            for kind in ACTIVITY_KINDS:
                for _ in range(self.pick(1, 1, 1, 2)):
                    if self.yes(zeal - (40 if kind in ("党课", "学习") else 15)):
                        self._activity(branch, kind, month + timedelta(days=self.rng.randrange(31)))
            month += timedelta(days=30)

    def _activity(self, branch: str, kind: str, day: date) -> None:
        people, groups = self.people_of[branch], self.groups_of[branch]
        due = self.pick(0, 8, 12, 20, 20)
        leave = self.rng.randrange(3) if due else 0
        others = (("离退休", 2), ("借调", 1))[: self.rng.randrange(3)] if due else ()
        absent = leave + sum(number for _, number in others) + (self.rng.randrange(4) if due else 0)
        kinds = (ALIASES.get(kind, kind) if self.yes(25) else kind,)
        other = self.pick(*ACTIVITY_KINDS)
        if self.yes(10) and (other != kind or settled("种类与别名并写")):
            kinds = (*kinds, other)
        row = Activity(
            id=self.number("A"),
            organisation=branch,
            kinds=kinds,
            day=day,
            group=self.pick(*groups) if groups and (kind == "小组会" or self.yes(12)) else None,
            topics=tuple(topic for topic in TOPICS if self.yes(35)),
            minutes=self.pick(0, 20, 45, 60, 60, 90, 120, 480),
            due=due,
            present=max(0, due - absent),
            leave=leave,
            others=others,
            chair=self.pick(None, *people),
            speakers=tuple(person for person in people if self.yes(35)),
            leaders=tuple(person for person in people if self.yes(30)),
            observers=tuple(person for person in self.all_people if self.yes(8)),
            first_item=self.yes(60),
            makes_up=self.spelled(day - timedelta(days=self.rng.randrange(10, 60))) if self.yes(9) else None,
            **self.stamps(day),
        )
        self.again(self.activities, row, "A", minutes=100, day=day - timedelta(days=self.rng.randrange(5)))

    def _submitted(self, branch: str) -> None:
        for kind in SUBMISSION_KINDS:
            for _ in range(self.rng.randrange(14 if kind == "月报" else 4)):
                day = self.day()
                about = day - timedelta(days=self.rng.randrange(0, 50))
                row = Submission(
                    id=self.number("S"),
                    organisation=branch,
                    kind=kind,
                    day=day,
                    period=self.spelled(about) if self.yes(65) else None,
                    person=self.pick(*self.people_of[branch]) if self.yes(40) else None,
                    returned=self.yes(10),
                    **self.stamps(day),
                )
                self.again(self.submissions, row, "S", kind=SUBMISSION_KINDS[0])

    def _exempted(self, branch: str) -> None:
        targets = [duty.id for duty in self.pack.duties] + ["全部"]
        for measure in self.pack.measures:
            if settled("指标豁免责任清单") or not any(part.duties for part in measure.components):
                targets.append(measure.id)
        for _ in range(self.pick(0, 0, 0, 1, 2)):
            since = self.day()
            until = self.pick(None, since + timedelta(days=self.rng.randrange(20, 150)))
            subject = self.pick(None, None, *self.groups_of[branch], *self.people_of[branch])
            if not settled("没有窗口时只豁免一个对象") and self._looks_at_subjects_without_windows():
                subject = None
            number = self.number("E")
            row = Exemption(
                number, branch, self.pick(*targets), "减员", "机关党委", since, until, subject, **self.received(since)
            )
            self.exemptions.append(row)
            if self.yes(15):
                self.exemptions.append(
                    Exemption(self.number("E"), branch, row.target, "撤回", "", since, corrects=number, withdrawn=True)
                )

    def _looks_at_subjects_without_windows(self) -> bool:
        parts = [part for measure in self.pack.measures for part in measure.components]
        by_measure = any(measure.subject is not None for measure in self.pack.measures)
        return by_measure or any(part.subject is not None and not part.requirement for part in parts)

    def _found(self, branch: str) -> None:
        for _ in range(self.rng.randrange(5)):
            opened = self.day()
            due = None if self.yes(10) else opened + timedelta(days=self.rng.randrange(5, 120))
            closed = opened + timedelta(days=self.rng.randrange(1, 160)) if self.yes(60) else None
            reopened = opened + timedelta(days=self.rng.randrange(30, 200)) if self.yes(25) else None
            row = Finding(
                id=self.number("F"),
                organisation=branch,
                origin=self.pick(*ORIGINS),
                text="问题",
                opened=opened,
                nature=self.pick(*NATURES),
                due=due,
                closed=closed,
                reopened=reopened,
                **self.received(opened),
            )
            self.findings.append(row)

    def _honoured(self, branch: str) -> None:
        for _ in range(self.rng.randrange(5)):
            day = self.day() - timedelta(days=self.pick(0, 0, 0, 300, 600))
            row = Honour(
                self.number("H"),
                branch,
                self.pick(*TITLES),
                self.pick(*LEVELS, "其他"),
                day,
                self.pick(None, "甲", "乙"),
                self.pick("集体", "集体", "个人"),
                **self.received(day),
            )
            self.again(self.honours, row, "H", level=LEVELS[0])

    # what others decided -----------------------------------------------------------------------------------

    def _decided(self, branch: str) -> None:
        for measure in self.pack.measures:
            for part in measure.components:
                subject = part.subject or measure.subject
                whoms: list[str | None] = [None]
                if subject is not None:
                    whoms += self.groups_of[branch] if subject.groups else self.people_of[branch]
                for whom in whoms:
                    self._decide(branch, measure.id, part.name, part, whom)
            if not measure.components:
                self._judge(branch, measure.id, measure.measure, None, None)
        for veto in self.pack.vetoes:
            self._decide(branch, veto.id, veto.id, veto, None)
        if self.pack.grading is not None:
            for rule in self.pack.grading.direct:
                self._decide(branch, f"直接定级/{rule.name}", f"直接定级/{rule.name}", rule, None)
            self._judge(branch, "等次", "等次", None, None)

    def _decide(self, branch: str, measure: str, item: str, fact: Fact, whom: str | None) -> None:
        if fact.judged is not None:
            for _ in range(self.pick(0, 1, 1, 2, 3)):
                self._judge(branch, measure, item, fact, whom)
        if fact.external is not None:
            for _ in range(self.pick(0, 1, 1, 2)):
                self._hand_over(branch, fact.external.name)
        if fact.ballot is not None and self.yes(80):
            for _ in range(self.pick(1, 1, 2)):
                self._vote(branch, fact.ballot.name, whom)

    def _judge(self, branch: str, measure: str, item: str, fact: Fact | None, whom: str | None) -> None:
        day = self.day()
        how = fact.judged.how.value if fact is not None and fact.judged is not None else "分值"
        told: dict[str, Any] = {
            "情形": {"outcome": self.pick("有", "无")},
            "等级": {"outcome": self.pick(*GRADE_WORDS, "其他")},
            "分值": {"value": Fraction(self.pick("0", "0.5", "1.25", "2", "4"))},
            "清单": {"missing": self.pick(("无",), CHECKLIST[:1], CHECKLIST[1:], CHECKLIST)},
            "次数": {"count": self.rng.randrange(4)},
        }[how]
        if item == "等次":
            told = {"outcome": self.pick("优", "良", "中", "差")}
        sample = None
        if how == "次数" and self.yes(50):
            sample = self.number("P")
            size = self.pick(0, 3, 4, 7)
            self.samples.append(Sample(sample, branch, measure, day, 20, size, **self.received(day)))
        row = Judgement(
            id=self.number("J"),
            organisation=branch,
            measure=measure,
            item=item,
            day=day,
            role=self.pick(*ASSESSORS, *ASSESSORS, "自评"),
            subject=whom,
            period=self.about(),
            case=self.pick(None, None, "案1", "案2"),
            sample=sample,
            **told,
            **self.received(day),
        )
        self.again(self.judgements, row, "J", role=ASSESSORS[0])

    def _hand_over(self, branch: str, name: str) -> None:
        day = self.day()
        row = ExternalResult(
            self.number("X"),
            branch,
            name,
            day,
            Fraction(self.pick("0", "1.5", "3", "6", "7.25")) if name != "年度结果" else None,
            self.pick(*GRADE_WORDS, "其他") if name == "年度结果" else None,
            self.pick(None, None, "案1", "案3"),
            period=self.about(),
            **self.received(day),
        )
        self.again(self.externals, row, "X", case="案2")

    def _vote(self, branch: str, name: str, whom: str | None) -> None:
        day = self.day()
        for group in ("党员", "群众") if self.yes(80) else ("党员",):
            votes = {option: self.rng.randrange(12) for option in ("好", "较好", "一般")}
            if self.yes(6):
                votes = dict.fromkeys(votes, 0)
            valid = sum(votes.values())
            votes |= {"有效": valid, "收回": valid + 1 if valid else 0, "发出": valid + 3}
            for option, count in votes.items():
                row = BallotCount(self.number("V"), branch, name, day, group, option, count, whom, **self.received(day))
                self.again(self.ballots, row, "V", votes=5)


def random_ledger(rng: Random, pack: Pack, organisations: int) -> LedgerTables:
    """Give a random ledger of so many branches that fits the pack."""
    return LedgerMaker(rng, pack, organisations).tables()
