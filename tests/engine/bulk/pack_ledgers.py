"""A plausible ledger for any pack: every kind of record, judgement, ballot and result the pack asks for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from bihuan.appraisal.grammar import Component, Fact, JudgedAs
from bihuan.appraisal.rows import Appeal, BallotCount, ExternalResult, Honour, Judgement
from bihuan.appraisal.tables import LedgerTables
from bihuan.basics.periods import Period
from bihuan.organisations.rows import OrganisationState, PostHolding
from bihuan.packs.grammar import Pack
from bihuan.progress.grammar import Register
from bihuan.progress.rows import NATURES, Activity, Finding, Submission
from bihuan.responsibility.grammar import Requirement

FIRST_DAY = date(2018, 1, 1)


def ledger_for(pack: Pack, period: Period, branches: int, rng: Random) -> LedgerTables:
    """Give a ledger of some branches for ``pack``; the same generator gives the same rows."""
    maker = _Maker(pack, period, rng)
    maker.add("organisations", OrganisationState("P", "P", "上级", None, "机关党委", since=FIRST_DAY))
    for number in range(branches):
        maker.branch(f"B{number:03d}")
    return {name: tuple(rows) for name, rows in maker.rows.items()}


def facts_of(pack: Pack) -> Iterator[tuple[str, str, Fact]]:
    """Give every fact of a pack with the measure and the item a judgement of it names."""
    for measure in pack.measures:
        for component in measure.components:
            yield measure.id, component.name, component
    for veto in pack.vetoes:
        yield veto.id, veto.id, veto


@dataclass
class _Maker:
    pack: Pack
    period: Period
    rng: Random
    rows: dict[str, list[Any]] = field(default_factory=dict)
    used: int = 0

    def __post_init__(self) -> None:
        self.facts = list(facts_of(self.pack))
        self.posts = sorted(_posts(self.pack)) or ["书记"]
        self.topics = sorted({topic for asked in _requirements(self.pack) for topic in asked.topic})

    def add(self, table: str, row: Any) -> None:
        self.rows.setdefault(table, []).append(row)

    def id(self, letter: str) -> str:
        self.used += 1
        return f"{letter}{(self.used * 7919) % 100_003:06d}"

    def day(self) -> date:
        return self.period.start + timedelta(days=self.rng.randrange(-40, self.period.days + 60))

    def yes(self, percent: int) -> bool:
        return self.rng.randrange(100) < percent

    def branch(self, name: str) -> None:
        rng, groups = self.rng, self.rng.randrange(4)
        members = rng.randrange(3, 60)
        self.add(
            "organisations",
            OrganisationState(
                name, name, name, "P", rng.choice(("党支部",) * 5 + ("党总支",)), rng.choice(("机关", "国企")),
                since=FIRST_DAY, full_members=members, has_committee=members >= 7, committee_size=min(7, members // 3),
            ),
        )  # fmt: skip
        mine = [f"{name}-g{number}" for number in range(groups)]
        for group in mine:
            since = FIRST_DAY if self.yes(85) else self.day()
            self.add("organisations", OrganisationState(group, group, group, name, "党小组", since=since))
        people = [self.person(name, post) for post in self.posts for _ in range(rng.randrange(1, 3))]
        for kind in self.pack.record_kinds:
            for _ in range(rng.randrange(16)):
                if kind.kept_in is Register.ACTIVITIES:
                    self.activity(name, kind.kind, mine, people)
                else:
                    self.submission(name, kind.kind, people)
        for measure, item, fact in self.facts:
            self.decide(name, measure, item, fact, [*mine, *people])
        for _ in range(rng.randrange(5)):
            self.finding(name)
        if self.yes(20):
            self.add("appeals", Appeal(self.id("Q"), name, "m", self.period.label, self.day()))

    def person(self, branch: str, post: str) -> str:
        name = f"{branch}-{self.id('p')}"
        since, until = FIRST_DAY, None
        if self.yes(15):
            since = self.day()
        elif self.yes(10):
            until = self.day()
        self.add("posts", PostHolding(self.id("H"), name, branch, post, since, until))
        return name

    def activity(self, branch: str, kind: str, groups: list[str], people: list[str]) -> None:
        rng, day = self.rng, self.day()
        due = rng.randrange(0, 30)
        kept = [one.kind for one in self.pack.record_kinds if one.kept_in is Register.ACTIVITIES]
        others = [one for one in kept if one != kind]
        self.add(
            "activities",
            Activity(
                self.id("A"),
                branch,
                (kind, rng.choice(others)) if others and self.yes(20) else (kind,),
                day,
                rng.choice(groups) if groups and self.yes(50) else None,
                tuple(topic for topic in self.topics if self.yes(30)),
                rng.choice((0, 30, 45, 60, 90, 120, 240, 480)),
                due,
                rng.randrange(due + 1),
                rng.randrange(3),
                (("离退休", 1), ("借调", rng.randrange(3))) if self.yes(30) else (),
                rng.choice(people) if self.yes(60) else None,
                tuple(one for one in people if self.yes(20)),
                tuple(one for one in people if self.yes(30)),
                tuple(one for one in people if self.yes(10)),
                self.yes(50),
                self.named_period() if self.yes(12) else None,
                received=day + timedelta(days=rng.randrange(70)) if self.yes(60) else None,
            ),
        )
        if self.yes(4):
            last = self.rows["activities"][-1]
            self.add("activities", _corrected(last, self.id("A"), self.yes(50)))

    def named_period(self) -> str:
        year = self.period.end.year
        month, quarter, half = self.rng.randrange(1, 13), self.rng.randrange(1, 5), self.rng.randrange(1, 3)
        return self.rng.choice((f"{year}", f"{year}H{half}", f"{year}Q{quarter}", f"{year}-{month:02d}"))

    def submission(self, branch: str, kind: str, people: list[str]) -> None:
        named = self.named_period() if self.yes(60) else None
        whom = self.rng.choice(people) if self.yes(40) else None
        self.add(
            "submissions",
            Submission(self.id("S"), branch, kind, self.day(), named, whom, self.yes(6), withdrawn=self.yes(3)),
        )

    def decide(self, branch: str, measure: str, item: str, fact: Fact, people: list[str]) -> None:
        if fact.judged:
            whom = self.rng.choice(people) if self.yes(30) else None
            for subject in (None, whom):
                for _ in range(self.rng.randrange(3)):
                    self.judgement(branch, measure, item, fact, subject)
        if fact.external and self.yes(80):
            graded = bool(_levels(fact))
            value = Fraction(self.rng.randrange(400), 8) if not graded or self.yes(40) else None
            grade = self.rng.choice(_levels(fact)) if graded and self.yes(90) else None
            self.add("externals", ExternalResult(self.id("X"), branch, fact.external.name, self.day(), value, grade))
        if fact.honours:
            for _ in range(self.rng.randrange(4)):
                titles = fact.honours.title or ("先进",)
                level = self.rng.choice([*_levels(fact), "其他"])
                case = self.rng.choice((None, "荣1", "荣2"))
                holder = self.rng.choice(("集体", "个人"))
                self.add(
                    "honours", Honour(self.id("R"), branch, self.rng.choice(titles), level, self.day(), case, holder)
                )
        if fact.ballot and self.yes(85):
            self.vote(branch, fact)

    def judgement(self, branch: str, measure: str, item: str, fact: Fact, whom: str | None) -> None:
        asked, rng = fact.judged, self.rng
        assert asked is not None
        outcome = rng.choice([*_levels(fact), "其他"]) if asked.how is JudgedAs.LEVEL else rng.choice(("有", "无"))
        self.add(
            "judgements",
            Judgement(
                self.id("J"),
                branch,
                measure,
                item,
                self.day(),
                rng.choice((*(asked.assessors or ("考评组",)), "自评")),
                outcome,
                Fraction(rng.randrange(60), rng.choice((1, 2, 4, 10))) if self.yes(95) else None,
                rng.randrange(5),
                tuple(one for one in asked.checklist if self.yes(40)),
                whom,
                rng.choice((None, None, "案1")),
            ),
        )

    def vote(self, branch: str, fact: Fact) -> None:
        asked = fact.ballot
        assert asked is not None
        day = self.day()
        for group in asked.group_weights or ("全体",):
            votes = {option: self.rng.randrange(20) for option in (*(asked.options or asked.option_points), "其他")}
            valid = sum(votes.values())
            for option, number in {**votes, "有效": valid, "收回": valid + 1, "发出": valid + 4}.items():
                if option != "有效" or self.yes(80):
                    self.add("ballots", BallotCount(self.id("V"), branch, asked.name, day, group, option, number))

    def finding(self, branch: str) -> None:
        rng, opened = self.rng, self.day()
        closed = opened + timedelta(days=rng.randrange(120)) if self.yes(60) else None
        reopened = closed + timedelta(days=rng.randrange(60)) if closed and self.yes(25) else None
        due = opened + timedelta(days=rng.randrange(90)) if self.yes(85) else None
        origins = sorted({fact.findings.origin for _, _, fact in self.facts if fact.findings} - {""}) or ["巡察反馈"]
        self.add(
            "findings",
            Finding(
                self.id("F"), branch, rng.choice(origins), "问题", opened, rng.choice(NATURES), due,
                closed=closed, reopened=reopened,
            ),
        )  # fmt: skip


def _corrected(row: Activity, name: str, withdrawn: bool) -> Activity:
    columns = {one: getattr(row, one) for one in Activity.__slots__}
    return Activity(**{**columns, "id": name, "corrects": row.id, "present": 1, "withdrawn": withdrawn})


def _levels(fact: Fact) -> list[str]:
    return [band.band for band in fact.bands if band.band] if isinstance(fact, Component) else []


def _requirements(pack: Pack) -> Iterator[Requirement]:
    for duty in pack.duties:
        if duty.requirement:
            yield duty.requirement
    for _, _, fact in facts_of(pack):
        yield from fact.requirement
        yield from fact.ratio.requirement if fact.ratio else ()


def _posts(pack: Pack) -> set[str]:
    found = {post for asked in _requirements(pack) for post in asked.speaker}
    for measure in pack.measures:
        found |= set(measure.subject.posts) if measure.subject else set()
        for component in measure.components:
            found |= set(component.subject.posts) if component.subject else set()
            found |= set(component.vacancy.posts) if component.vacancy else set()
            found |= set(component.tally.speaker) if component.tally else set()
    return found
