"""Reads of the tree: as of a day, one organisation with its history, and the choices forms offer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Count

from bihuan_site.organisations.models import (
    Handover,
    Liaison,
    Organisation,
    OrganisationEvent,
    OrganisationState,
    Person,
    PlannedChange,
    PostHolding,
    StudyGroup,
    Term,
)
from bihuan_site.organisations.scoping import in_force, organisation_for, organisations_in
from bihuan_site.organisations.tree.changes import CHANGES
from bihuan_site.organisations.tree.open_work import OpenWork, open_work
from bihuan_site.organisations.tree.terms import RULES, TermRule, running_term, term_state, years_later
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day

GROUP = "党小组"
OPEN_DEPTH = 2


@dataclass(slots=True)
class Node:
    """An organisation in the tree of a day; ``closes`` is how many open levels end after it."""

    id: str
    code: str
    name: str
    tier: str
    kind: str
    parent: str | None
    own_members: int
    secretary: str = ""
    acting: bool = False
    term: str = ""
    findings: int = 0
    depth: int = 0
    branches: int = 0
    members: int = 0
    children: int = 0
    closes: tuple[int, ...] = ()
    below: list["Node"] = field(default_factory=list)

    @property
    def opened(self) -> bool:
        """Whether it stands open when the page comes."""
        return self.depth < OPEN_DEPTH

    @property
    def vacant(self) -> bool:
        """Whether a post of secretary is to be filled."""
        return not self.secretary


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to: a word in name or code, a tier, a kind, a mark."""

    q: str = ""
    tier: str = ""
    kind: str = ""
    mark: str = ""

    @property
    def narrow(self) -> bool:
        """Whether anything is narrowed."""
        return bool(self.q or self.tier or self.kind or self.mark)

    def keep(self, node: Node) -> bool:
        """Whether a node stays."""
        marks = {"空缺": node.vacant, "换届": bool(node.term), "结构": bool(node.findings), "代管": node.acting}
        return (
            (not self.q or self.q in node.name or self.q in node.code)
            and self.tier in ("", node.tier)
            and self.kind in ("", node.kind)
            and (not self.mark or marks.get(self.mark, False))
        )


def nodes_on(actor: Actor, day: date, findings: Mapping[str, int]) -> list[Node]:
    """Give every organisation but Party groups the actor sees, as of ``day``, in the order of the tree."""
    seen = organisations_in(actor).values("pk")
    states = OrganisationState.objects.filter(in_force(day), organisation__in=seen).exclude(tier=GROUP)
    nodes = {
        row[0]: Node(*row[:6], own_members=row[6] + row[7])
        for row in states.values_list(
            "organisation_id", "code", "name", "tier", "kind", "parent_id", "full_members", "probationary"
        )
    }
    _secretaries(nodes, day)
    _terms(nodes, day)
    for name, number in findings.items():
        if name in nodes:
            nodes[name].findings = number
    return _ordered(nodes)


def _secretaries(nodes: Mapping[str, Node], day: date) -> None:
    held = PostHolding.objects.filter(in_force(day), post="书记").order_by("-acting")
    for name, who, acting in held.values_list("organisation_id", "person__name", "acting"):
        if name in nodes:
            nodes[name].secretary, nodes[name].acting = who, acting


def _terms(nodes: Mapping[str, Node], day: date) -> None:
    told = OrganisationEvent.objects.filter(event__in=("换届", "成立"), day__lte=day).order_by("day")
    last = {
        name: years_later(began, RULES[nodes[name].tier].years)
        for name, began in told.values_list("organisation_id", "day")
        if name in nodes and nodes[name].tier in RULES
    }
    for term in Term.objects.filter(ended__isnull=True, began__lte=day):
        last[term.organisation_id] = term.last_day
    for name, day_due in last.items():
        word = term_state(day_due, day)
        if name in nodes and word != "正常":
            nodes[name].term = word


def _ordered(nodes: Mapping[str, Node]) -> list[Node]:
    tops: list[Node] = []
    for node in sorted(nodes.values(), key=lambda one: one.code):
        above = nodes.get(node.parent or "")
        (above.below if above else tops).append(node)
    listed: list[Node] = []
    for top in tops:
        _walk(top, 0, listed)
    for node, following in zip(listed, [*listed[1:], None], strict=True):
        node.closes = tuple(range(node.depth - (following.depth if following else 0)))
    return listed


def _walk(node: Node, depth: int, listed: list[Node]) -> tuple[int, int]:
    """List a node and what is below it, and count branches and members."""
    node.depth, node.children = depth, len(node.below)
    listed.append(node)
    counts = [_walk(one, depth + 1, listed) for one in node.below]
    node.branches = sum(one[0] for one in counts)
    node.members = node.own_members + sum(one[1] for one in counts)
    return node.branches + (node.tier == "党支部"), node.members


# --- one organisation -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of an organisation's history."""

    day: date
    word: str
    text: str


def happenings(actor: Actor, organisation: Organisation) -> list[Happening]:
    """Tell an organisation's history, the newest first: events, and what changed from one state to the next."""
    names = dict(Organisation.objects.values_list("pk", "name"))
    told = [
        Happening(one.day, one.event, "、".join(names.get(pk, pk) for pk in one.successors))
        for one in organisation.events.all()
    ]
    states = list(organisation.states.select_related("parent").order_by("since"))
    for before, after in pairwise(states):
        told += _differences(before, after)
    return sorted(told, key=lambda one: one.day, reverse=True)


def _differences(before: OrganisationState, after: OrganisationState) -> Iterable[Happening]:
    day = after.since
    if before.name != after.name:
        yield Happening(day, "更名", f"由“{before.name}”改为“{after.name}”")
    if before.parent_id != after.parent_id and after.parent:
        yield Happening(day, "新上级", f"{after.parent.name}")
    if before.kind != after.kind:
        yield Happening(day, "改类别", f"由{before.kind}改为{after.kind}")
    if before.code != after.code:
        yield Happening(day, "改代码", f"由 {before.code} 改为 {after.code}")
    if before.labels != after.labels:
        yield Happening(day, "改标签", "、".join(after.labels) or "无")
    was, now = before.full_members + before.probationary, after.full_members + after.probationary
    if was != now:
        yield Happening(day, "党员人数", f"由 {was} 名到 {now} 名")


@dataclass(frozen=True, slots=True)
class Holder:
    """A holding as the page shows it."""

    holding: PostHolding
    running: bool


@dataclass(frozen=True, slots=True)
class Portrait:
    """Everything the page of one organisation shows."""

    organisation: Organisation
    posts: Sequence[tuple[str, list[Holder]]]
    term: Term | None
    term_word: str
    rule: TermRule | None
    groups: Sequence[Any]
    liaisons: Iterable[Liaison]
    study_groups: Iterable[StudyGroup]
    planned: Sequence[tuple[PlannedChange, str]]
    handovers: Iterable[Handover]
    history: Sequence[Happening]
    people: int
    below: int
    trail: Sequence[Organisation]


def portrait(actor: Actor, pk: str) -> Portrait:
    """Gather one organisation. Raises ``NotFound`` outside what the actor sees."""
    one, today = organisation_for(actor, pk), business_day()
    term = running_term(one)
    above = [name for name in one.path.strip("/").split("/") if name != one.pk]
    trail = {row.pk: row for row in organisations_in(actor).filter(pk__in=above)}
    return Portrait(
        organisation=one,
        posts=_posts(one, today),
        term=term,
        term_word=term_state(term.last_day, today) if term else "",
        rule=RULES.get(one.tier),
        groups=_groups(one, today),
        liaisons=one.liaisons.filter(in_force(today)).select_related("person", "study_group"),
        study_groups=one.study_groups.filter(in_force(today)).select_related("leader", "mentor"),
        planned=[
            (change, CHANGES[change.act].word) for change in one.planned.filter(applied__isnull=True, cancelled=False)
        ],
        handovers=Handover.objects.filter(holding__organisation=one, done__isnull=True).select_related(
            "holding__person", "receiver"
        ),
        history=happenings(actor, one),
        people=Person.objects.filter(in_force(today), organisation=one).count(),
        below=organisations_in(actor).filter(path__startswith=one.path, active=True, tier="党支部").count(),
        trail=[trail[name] for name in above if name in trail],
    )


def _posts(one: Organisation, today: date) -> list[tuple[str, list[Holder]]]:
    by_post: dict[str, list[Holder]] = defaultdict(list)
    rows = one.posts.select_related("person").order_by("-since", "pk")
    for holding in rows:
        running = holding.since <= today and (holding.until is None or holding.until >= today)
        by_post[holding.post].append(Holder(holding, running))
    return sorted(by_post.items(), key=lambda pair: (pair[0] != "书记", "书记" not in pair[0], pair[0]))


def _groups(one: Organisation, today: date) -> list[dict[str, Any]]:
    leaders = dict(
        PostHolding.objects.filter(in_force(today), organisation__parent=one).values_list(
            "organisation_id", "person__name"
        )
    )
    present = Count("group_people", in_force(today, "group_people__"))
    groups = one.children.filter(tier=GROUP, active=True).annotate(number=present).order_by("code")
    return [{"group": group, "leader": leaders.get(group.pk, "")} for group in groups]


def what_is_open(actor: Actor, pk: str) -> list[OpenWork]:
    """Tell what is open at an organisation, before it is dissolved or merged."""
    return open_work(organisation_for(actor, pk).pk)
