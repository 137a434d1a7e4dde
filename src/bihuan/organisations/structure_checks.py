"""Checks of how organisations are set up on a day: terms, secretaries, group leaders, discipline, staff, coverage.

Only what the language of packs cannot say stands here; sizes and committees are 检查 measures of packs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.basics.periods import ONE_DAY, shift_months
from bihuan.basics.wording import day_text
from bihuan.organisations.rows import Liaison, OrganisationEvent, OrganisationState, Person, PostHolding, Tier
from bihuan.organisations.standing import FOREVER, Standing, joined, standings
from bihuan.organisations.structure import (
    BRANCH_SECRETARY,
    DISCIPLINE,
    ELECTIONS,
    LIAISON,
    MEETINGS,
    STAFF,
    STUDY_GROUPS,
    TERMS,
    Article,
    Gravity,
    StructureFinding,
)

YEARS = {Tier.BRANCH: 3, Tier.GENERAL_BRANCH: 3, Tier.PARTY_COMMITTEE: 5, Tier.COMMITTEE: 5}
"""Years in a term of office by tier; five in villages and communities."""
VILLAGE, YOUTH_LABEL = "村和社区", "青年学习小组"
SECRETARY, DEPUTY = "书记", "副书记"
LEADER_POSTS = ("组长", "党小组组长", "党小组长")
DISCIPLINE_POSTS = ("机关纪委书记", "纪委书记")
ELECTED, POSTPONED, FOUNDED = "换届", "延期换届批准", "成立"


@dataclass(frozen=True, slots=True)
class Staffing:
    """How many work in the agency of an organisation, and how many of them full time on Party affairs."""

    everyone: int
    party_affairs: int


NOBODY: Mapping[str, Staffing] = {}
NO_YOUTHS: Mapping[str, int] = {}


@dataclass(frozen=True)
class _Scene:
    standings: Mapping[str, Standing]
    posts: Mapping[str, Sequence[PostHolding]]
    day: date

    def there(self, *tiers: Tier) -> Iterable[tuple[Standing, OrganisationState]]:
        """The organisations of some tiers (all without any) that are in being on the day."""
        for standing in self.standings.values():
            state = standing.on(self.day)
            if state is not None and (not tiers or state.tier in tiers):
                yield standing, state

    def holders(self, organisation: str, posts: Sequence[str]) -> list[PostHolding]:
        """Who holds one of ``posts`` on the day."""
        held = (one for one in self.posts.get(organisation, ()) if one.post in posts)
        return [one for one in held if one.since <= self.day <= (one.until or FOREVER)]


def structure_findings(
    states: Iterable[OrganisationState],
    events: Iterable[OrganisationEvent],
    posts: Iterable[PostHolding],
    people: Iterable[Person],
    day: date,
    *,
    liaisons: Iterable[Liaison] | None = None,
    staffing: Mapping[str, Staffing] = NOBODY,
    youths: Mapping[str, int] = NO_YOUTHS,
    soon: int = 60,
) -> tuple[StructureFinding, ...]:
    """Tell what is amiss on ``day``, by organisation and code.

    ``staffing`` and ``youths`` (members of 40 or less, by branch) are looked at where given; ``liaisons`` too, None
    leaving them out; terms that end within ``soon`` days are announced.
    """
    held: dict[str, list[PostHolding]] = {}
    for one in posts:
        held.setdefault(one.organisation, []).append(one)
    scene = _Scene(standings(states, events), held, day)
    found = [
        *_terms(scene, soon),
        *_secretaries(scene),
        *_gone(scene, list(people)),
        *_leaders(scene),
        *_discipline(scene),
        *_staff(scene, staffing),
        *_young(scene, youths),
        *(_liaison(scene, list(liaisons)) if liaisons is not None else ()),
    ]
    return tuple(sorted(found, key=lambda one: (one.organisation, one.code, one.sentence)))


def _say(
    code: str, state: OrganisationState, sentence: str, article: Article, gravity: Gravity, day: date | None = None
) -> StructureFinding:
    return StructureFinding(code, state.organisation, state.name, sentence, article, gravity, day)


def _terms(scene: _Scene, soon: int) -> Iterable[StructureFinding]:
    for standing, state in scene.there(*YEARS):
        years = 5 if VILLAGE in state.labels else YEARS[Tier(state.tier)]
        past = [event for event in standing.events if event.day <= scene.day]
        began = max((one.day for one in past if one.event == ELECTED), default=None)
        if began is None and shift_months(standing.founded, 12 * years) <= scene.day:
            sentence = f"没有登记换届日期，任期 {years} 年，说不清是否届满"
            yield _say("S103", state, sentence, TERMS, Gravity.UNKNOWN)
            continue
        start = began or standing.founded
        ends = shift_months(start, 12 * years)
        postponed = [one for one in past if one.event == POSTPONED and one.day >= start]
        last = shift_months(ends, 12) if postponed else ends
        granted = "，已经批准延期一年" if postponed else ""
        told = f"上届从 {_date(start)}起，任期 {years} 年{granted}"
        if last <= scene.day:
            sentence = f"{told}，{_date(last)}届满，已过 {(scene.day - last).days} 天没有换届"
            yield _say("S101", state, sentence, ELECTIONS, Gravity.WRONG, last)
        elif last - timedelta(days=soon) <= scene.day:
            sentence = f"{told}，{_date(last)}届满，还有 {(last - scene.day).days} 天"
            yield _say("S102", state, sentence, ELECTIONS, Gravity.SOON, last)


def _date(day: date) -> str:
    return f"{day.year} 年 {day_text(day)}"


def _secretaries(scene: _Scene) -> Iterable[StructureFinding]:
    for standing, state in scene.there():
        if state.tier == Tier.PARTY_GROUP or scene.holders(state.organisation, (SECRETARY,)):
            continue
        past = [one for one in scene.posts.get(state.organisation, ()) if one.post == SECRETARY]
        spans = joined((one.since, one.until or FOREVER) for one in past)
        ended = [last for _, last in spans if last < scene.day]
        since = ended[-1] + ONE_DAY if ended else standing.founded
        told = f"，从 {_date(since)}起空缺" if ended else "，没有登记过书记"
        yield _say("S201", state, f"没有书记{told}", BRANCH_SECRETARY, Gravity.WRONG, since if ended else None)


def _gone(scene: _Scene, people: Sequence[Person]) -> Iterable[StructureFinding]:
    known: dict[str, list[Person]] = {}
    for person in people:
        known.setdefault(person.id, []).append(person)
    for _, state in scene.there():
        for one in scene.posts.get(state.organisation, ()):
            rows = known.get(one.person, [])
            is_held = one.since <= scene.day <= (one.until or FOREVER)
            if is_held and rows and not any(row.since <= scene.day <= (row.until or FOREVER) for row in rows):
                left = max(row.until or FOREVER for row in rows)
                sentence = f"{one.post}{rows[-1].name} 已经转出或尚未转入，任职还登记着"
                yield _say(
                    "S202", state, sentence, BRANCH_SECRETARY, Gravity.UNKNOWN, None if left == FOREVER else left
                )


def _leaders(scene: _Scene) -> Iterable[StructureFinding]:
    for _, state in scene.there(Tier.PARTY_GROUP):
        if not scene.holders(state.organisation, LEADER_POSTS):
            yield _say("S203", state, "没有登记党小组组长，党小组会由组长召集", MEETINGS, Gravity.UNKNOWN)


def _discipline(scene: _Scene) -> Iterable[StructureFinding]:
    for _, state in scene.there(Tier.COMMITTEE):
        posts = {one.post for one in scene.posts.get(state.organisation, ())}
        deputies = {one.person for one in scene.holders(state.organisation, [post for post in posts if DEPUTY in post])}
        for one in scene.holders(state.organisation, DISCIPLINE_POSTS):
            if one.person not in deputies:
                sentence = "机关纪委书记应由机关党委副书记担任，现任不是副书记"
                yield _say("S301", state, sentence, DISCIPLINE, Gravity.WRONG, one.since)


def _staff(scene: _Scene, staffing: Mapping[str, Staffing]) -> Iterable[StructureFinding]:
    for _, state in scene.there():
        counted = staffing.get(state.organisation)
        if counted is None or not counted.everyone:
            continue
        if not counted.everyone <= counted.party_affairs * 100 <= counted.everyone * 2:
            hundredths = counted.party_affairs * 10_000 // counted.everyone
            share = f"{hundredths // 100}.{hundredths % 100:02d}%"
            sentence = (
                f"工作人员 {counted.everyone} 人，专职党务人员 {counted.party_affairs} 人，占 {share}，一般占 1% 至 2%"
            )
            yield _say("S302", state, sentence, STAFF, Gravity.ADVICE)


def _young(scene: _Scene, youths: Mapping[str, int]) -> Iterable[StructureFinding]:
    for _, state in scene.there(Tier.BRANCH):
        number = youths.get(state.organisation, 0)
        if number and not any(YOUTH_LABEL in label for label in state.labels):
            sentence = f"有 40 岁以下党员 {number} 名，没有编入青年理论学习小组"
            yield _say("S401", state, sentence, STUDY_GROUPS, Gravity.ADVICE)


def _liaison(scene: _Scene, liaisons: Sequence[Liaison]) -> Iterable[StructureFinding]:
    current = {(one.organisation, one.kind) for one in liaisons if one.since <= scene.day <= (one.until or FOREVER)}
    for _, state in scene.there(Tier.BRANCH):
        if (state.organisation, "党支部") not in current:
            yield _say("S402", state, "没有委员包联这个党支部", LIAISON, Gravity.ADVICE)
        has_group = any(YOUTH_LABEL in label for label in state.labels)
        if has_group and (state.organisation, "青年理论学习小组") not in current:
            yield _say("S402", state, "没有委员联系这里的青年理论学习小组", LIAISON, Gravity.ADVICE)
