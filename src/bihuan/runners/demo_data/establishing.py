"""Founding the invented department: its organisations, Party groups, post holders and liaison."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from bihuan.organisations.rows import Liaison, OrganisationEvent, OrganisationState, Person, PostHolding, Tier
from bihuan.packs.grammar import Pack
from bihuan.responsibility.grammar import Applies
from bihuan.runners.demo_data.bodies import SECRETARY, Body
from bihuan.runners.demo_data.chance import Dice
from bihuan.runners.demo_data.diligence import EXCELLENT, PLAIN, POOR, QUALITIES
from bihuan.runners.demo_data.names import person_name
from bihuan.runners.demo_data.registers import Registers
from bihuan.runners.demo_data.units import BEHIND, DEPARTMENT, HEADQUARTERS, UNITS, Unit, branch_names, shares

LEADING, COMMITTEE = "dz-01", "jw-01"
LEADERS = ("陈立新", "", "", "", "", "", "")
LIAISON_MEMBERS = ("", "周敏", "吴建平", "", "何静", "刘海", "", "", "林岳")
"""The nine members of the committee, the secretary first; an empty name is drawn. Units name them by place."""

FIRST_TEAM = ("林晓岚", "赵一鸣", "郑凯", "钱文", "李若水")
WEAK = {"审计处党支部": PLAIN, "后勤服务党支部": PLAIN, "离退休第三党支部": POOR}
"""Branches of the headquarters that do worse than most."""

FULL_TIME = "专职副书记"
PLAIN_MEMBER = "委员"


@dataclass
class Department:
    """The organisations by tier, and the committee members in liaison."""

    registers: Registers
    year: int
    branches: list[Body] = field(default_factory=list)
    upper: list[Body] = field(default_factory=list)
    liaison_members: list[str] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)

    @property
    def bodies(self) -> list[Body]:
        """Every organisation above the Party group, the upper tiers first."""
        return [*self.upper, *self.branches]

    def person(self, name: str, branch: Body, since: date) -> str:
        """Add a person to a branch and give the id."""
        row = Person(id=self.registers.new_id("people"), name=name, organisation=branch.id, since=since)
        self.people.append(row)
        return row.id

    def appoint(self, body: Body, person: str, post: str, since: date, *, acting: bool = False) -> PostHolding:
        """Give a person a post."""
        holding = PostHolding(
            id=self.registers.new_id("posts"),
            person=person,
            organisation=body.id,
            post=post,
            since=since,
            until=None,
            acting=acting,
        )
        body.holdings.append(holding)
        return holding

    def event(self, body: Body, what: str, day: date, successors: tuple[str, ...] = ()) -> str:
        """Record what happened to an organisation and give the id of the row."""
        row = OrganisationEvent(
            id=self.registers.new_id("organisation_events"),
            organisation=body.id,
            event=what,
            day=day,
            successors=successors,
        )
        body.events.append(row)
        return row.id

    def flush(self) -> None:
        """Write everything about organisations and people into the registers, in order."""
        for body in self.bodies:
            for state in body.states:
                self.registers.add("organisations", state)
        for body in self.bodies:
            for event in body.events:
                self.registers.add("organisation_events", event)
        for person in self.people:
            self.registers.add("people", person)
        for body in self.bodies:
            for holding in body.holdings:
                self.registers.add("posts", holding)


@dataclass
class Founder:
    """Founds the department the pack is for."""

    pack: Pack
    department: Department
    seed: int

    def found(self, branches: int) -> None:
        """Make ``branches`` branches with all that stands above and below them."""
        self._upper_tiers()
        units = {body.unit.short: body for body in self.department.upper if body.unit.body}
        width = max(3, len(str(branches)))
        number = 0
        for at, (unit, count) in enumerate(zip(UNITS, shares(branches), strict=True)):
            names = branch_names(unit)
            parent = units[unit.short].id if unit.short in units else COMMITTEE
            for nth in range(1, count + 1):
                number += 1
                code = f"{at + 1:02d}-{nth:03d}"
                self._branch(f"zb-{number:0{width}d}", code, next(names), unit, parent)
        self._posts()
        self._liaisons()

    def _upper_tiers(self) -> None:
        first = UNITS[0]
        self._body(LEADING, "A", f"{DEPARTMENT}党组", first, Tier.LEADING_GROUP, None)
        self._body(COMMITTEE, "B", f"{DEPARTMENT}直属机关党委", first, Tier.COMMITTEE, LEADING)
        for at, unit in enumerate(UNITS):
            if unit.body:
                name = DEPARTMENT.removesuffix("交通运输厅") + unit.body
                self._body(f"dw-{at + 1:02d}", f"{at + 1:02d}", name, unit, Tier(unit.tier), COMMITTEE)

    def _body(self, id_: str, code: str, name: str, unit: Unit, tier: Tier, parent: str | None) -> Body:
        body = Body(id_, name, unit, str(tier), parent, care=97)
        founded = date(2012, 9, 1)
        body.states.append(
            OrganisationState(
                organisation=id_, code=code, name=name, parent=parent, tier=str(tier), kind=unit.kind, since=founded
            )
        )
        self.department.upper.append(body)
        return body

    def _branch(self, id_: str, code: str, name: str, unit: Unit, parent: str) -> None:
        dice = Dice(self.seed, "支部", id_)
        body = Body(id_, name, unit, str(Tier.BRANCH), parent)
        self._character(body, dice, name)
        is_first = not self.department.branches
        members = 23 if is_first else 12 if name in BEHIND else _members(dice)
        probationary = 1 if is_first else min(dice.weighted((0, 1, 2), (70, 22, 8)), members - 3)
        full = members - probationary
        body.members = members
        body.committee = 0 if full < 7 else 5 if is_first or full > 15 else 3
        founded = date(2012, 9, 1) + timedelta(days=dice.below(3600))
        labels = tuple(label for label in labels_of(self.pack) if is_first or dice.happens(3000))
        body.states.append(
            OrganisationState(
                organisation=id_,
                code=code,
                name=name,
                parent=parent,
                tier=str(Tier.BRANCH),
                kind=unit.kind,
                labels=labels,
                since=founded,
                until=None,
                full_members=full,
                probationary=probationary,
                has_committee=body.committee > 0,
                committee_size=body.committee,
            )
        )
        number = 2 if is_first else dice.weighted((0, 2, 3), (4, 5, 1)) if members > 11 else 0
        self._groups(body, code, number, founded)
        self.department.branches.append(body)

    def _character(self, body: Body, dice: Dice, name: str) -> None:
        drawn = dice.weighted(QUALITIES, body.unit.weights)
        quality = WEAK.get(name, drawn)
        body.care = dice.between(*quality.care)
        body.slide = body.unit.slide if quality is not EXCELLENT else 0
        body.weekday = dice.weighted((0, 1, 2, 3, 4), (15, 20, 30, 15, 20))
        if dice.happens(1200):
            absences = [one for one in self.pack.choices.attendance_without if one != "请假"] or ["离退休", "借调"]
            body.others = ((dice.pick(absences), 1),)

    def _groups(self, body: Body, code: str, number: int, since: date) -> None:
        for nth in range(number):
            size = body.members * (nth + 1) // number - body.members * nth // number
            name = f"{body.name.removesuffix('党支部')}第{'一二三四'[nth]}党小组"
            id_ = f"{body.id}-{nth + 1}"
            body.groups.append((id_, size))
            body.states.append(
                OrganisationState(
                    organisation=id_,
                    code=f"{code}-{nth + 1}",
                    name=name,
                    parent=body.id,
                    tier=str(Tier.PARTY_GROUP),
                    kind=body.unit.kind,
                    labels=(),
                    since=since,
                    until=None,
                    full_members=size,
                )
            )

    # -- people -----------------------------------------------------------------------------------------------

    def _posts(self) -> None:
        posts = posts_of(self.pack)
        for body in self.department.branches:
            self._branch_posts(body, [one for one in posts[str(Tier.BRANCH)] if one != SECRETARY])
        offices = [body for body in self.department.branches if body.unit.short == HEADQUARTERS][1:]
        offices = offices or self.department.branches[:1]
        for nth, body in enumerate(self.department.upper):
            asked = [one for one in posts.get(body.tier, []) if one != SECRETARY]
            homes = offices if nth < 2 else self._homes(body) or offices
            self._upper_posts(body, homes, asked, nth)

    def _homes(self, body: Body) -> list[Body]:
        return [one for one in self.department.branches if one.parent == body.id][:3]

    def _branch_posts(self, body: Body, others: list[str]) -> None:
        dice = Dice(self.seed, "人员", body.id)
        is_first = body is self.department.branches[0]
        posts = [SECRETARY]
        if body.committee:
            single = [post for post in others if "副" in post]
            many = [post for post in others if post not in single] or ["组织委员", "宣传委员", "纪检委员", "青年委员"]
            rest = body.committee - 1
            posts += single[: rest - 1]
            posts += [many[nth % len(many)] for nth in range(rest - len(posts) + 1)]
        names: list[str] = []
        for nth, post in enumerate(posts):
            names.append(FIRST_TEAM[nth] if is_first and nth < len(FIRST_TEAM) else person_name(dice, names))
            joined = date(self.department.year - dice.between(2, 9), dice.between(1, 12), dice.between(1, 28))
            since = date(self.department.year - dice.between(1, 2), dice.between(1, 12), dice.between(1, 28))
            person = self.department.person(names[-1], body, min(joined, since))
            self.department.appoint(body, person, post, since)

    def _upper_posts(self, body: Body, homes: list[Body], asked: list[str], nth: int) -> None:
        dice = Dice(self.seed, "人员", body.id)
        since = date(self.department.year - 2, 6, 1)
        members = 7 if nth == 0 else len(LIAISON_MEMBERS) if nth == 1 else 5
        given = LEADERS if nth == 0 else LIAISON_MEMBERS if nth == 1 else ("",) * members
        single = [post for post in asked if "副" in post and (nth < 2 or post != FULL_TIME)]
        many = [post for post in asked if "副" not in post] or [PLAIN_MEMBER]
        posts = [SECRETARY, *single]
        posts += [many[at % len(many)] for at in range(members - len(posts))]
        names: list[str] = []
        for at, post in enumerate(posts[:members]):
            names.append(given[at] or person_name(dice, [*names, *given]))
            home = homes[at % len(homes)]
            person = self.department.person(names[-1], home, date(self.department.year - 8, 3, 1))
            self.department.appoint(body, person, post, since)
            if nth == 1:
                self.department.liaison_members.append(person)

    def _liaisons(self) -> None:
        members = self.department.liaison_members
        start = date(self.department.year - 1, 1, 1)
        young = [label for label in labels_of(self.pack) if "青年" in label]
        counts: dict[str, int] = {}
        for body in self.department.branches:
            turn = counts.get(body.unit.short, 0)
            counts[body.unit.short] = turn + 1
            member = members[body.unit.liaison[turn % len(body.unit.liaison)]]
            kinds = ["党支部"]
            if any(label in body.states[0].labels for label in young):
                kinds.append("青年理论学习小组")
            for kind in kinds:
                row = Liaison(
                    id=self.department.registers.new_id("liaisons"),
                    person=member,
                    organisation=body.id,
                    kind=kind,
                    since=start,
                )
                self.department.registers.add("liaisons", row)


def _members(dice: Dice) -> int:
    """Draw how many members a branch has, ten or so."""
    low, high = dice.weighted(((3, 6), (7, 10), (11, 15), (16, 26)), (30, 37, 22, 11))
    return dice.between(low, high)


def labels_of(pack: Pack) -> tuple[str, ...]:
    """Give the labels that conditions of the pack speak of, in order of first mention."""
    found: dict[str, None] = {}

    def look(applies: Applies | None) -> None:
        if applies is not None:
            found.update(dict.fromkeys(applies.labels))
            look(applies.unless)
            for one in applies.any_of:
                look(one)

    for measure in pack.measures:
        look(measure.applies)
        for component in measure.components:
            look(component.applies)
            look(component.condition)
    for veto in pack.vetoes:
        look(veto.applies)
    return tuple(label for label in found if "村" not in label)


def posts_of(pack: Pack) -> dict[str, list[str]]:
    """Give the posts the pack speaks of, by tier; those of measures are a branch's."""
    found: dict[str, dict[str, None]] = {}
    branch = found.setdefault(str(Tier.BRANCH), {SECRETARY: None})
    for measure in pack.measures:
        for component in measure.components:
            subject = component.subject or measure.subject
            branch.update(dict.fromkeys(subject.posts if subject else ()))
            branch.update(dict.fromkeys(component.vacancy.posts if component.vacancy else ()))
            for requirement in component.requirement:
                branch.update(dict.fromkeys(requirement.speaker))
    for duty in pack.duties:
        if duty.post != "组织":
            found.setdefault(duty.tier, {SECRETARY: None})[duty.post] = None
    return {tier: list(posts) for tier, posts in found.items()}
