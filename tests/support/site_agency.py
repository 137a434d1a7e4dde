"""A small agency in the site's database: eight branches under a 机关党委, and somebody in every role.

dz-01 党组
└─ jw-01 机关党委
   ├─ zb-001 … zb-006 (zb-001 has two Party groups)
   └─ dw-01 党委 of a subordinate unit
      └─ zb-007, zb-008

Everybody in a role belongs to zb-006, except where the role is that branch's own; zb-001 is the branch of the 支部书记,
the 支部委员 and the plain 党员 that a test gets when it asks for one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from bihuan_site.accounts.hats import hats_of
from bihuan_site.accounts.models import Account, RoleGrant
from bihuan_site.organisations.models import Liaison, Membership, Organisation, OrganisationState, Person, PostHolding
from bihuan_site.packs.installing import Frozen, frozen_folder
from bihuan_site.packs.models import PackVersion, Stage
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.roles import ADMINISTRATORS, Role

DAY = date(2026, 6, 18)
"""The business day of every test that does not set another (the setting ``DEMO_DAY``)."""

SINCE = date(2024, 1, 1)
PASSWORD = "Shuiniu-7-guo-Qiao"
"""Everybody's password."""

DEMO_PACK = Path(__file__).resolve().parents[2] / "packs" / "demo-transport-2026"
MEMBERS = 8

# id, name, parent, tier, kind
TREE = (
    ("dz-01", "示范厅党组", "", "党组", "机关"),
    ("jw-01", "示范厅机关党委", "dz-01", "机关党委", "机关"),
    ("zb-001", "规划处党支部", "jw-01", "党支部", "机关"),
    ("zb-002", "财务处党支部", "jw-01", "党支部", "机关"),
    ("zb-003", "法规处党支部", "jw-01", "党支部", "机关"),
    ("zb-004", "建设处党支部", "jw-01", "党支部", "机关"),
    ("zb-005", "养护处党支部", "jw-01", "党支部", "机关"),
    ("zb-006", "办公室党支部", "jw-01", "党支部", "机关"),
    ("dw-01", "示范中心党委", "jw-01", "党委", "直属单位"),
    ("zb-007", "示范中心第一党支部", "dw-01", "党支部", "直属单位"),
    ("zb-008", "示范中心第二党支部", "dw-01", "党支部", "直属单位"),
    ("xz-01", "规划处第一党小组", "zb-001", "党小组", "机关"),
    ("xz-02", "规划处第二党小组", "zb-001", "党小组", "机关"),
)
BRANCHES = tuple(row[0] for row in TREE if row[3] == "党支部")

# Who stands for a role: person, name, branch, the organisation and the post that give the role.
HOLDERS = (
    (Role.LEADING_SECRETARY, "ry-901", "方正平", "zb-006", "dz-01", "书记"),
    (Role.LEADING_MEMBER, "ry-902", "沈怀远", "zb-006", "dz-01", "班子成员"),
    (Role.COMMITTEE_SECRETARY, "ry-903", "何守信", "zb-006", "jw-01", "书记"),
    (Role.OFFICE, "ry-904", "陆知行", "zb-006", "jw-01", "专职副书记"),
    (Role.COMMITTEE_MEMBER, "ry-905", "秦望舒", "zb-002", "jw-01", "委员"),
    (Role.DISCIPLINE, "ry-906", "严明", "zb-006", "jw-01", "纪委书记"),
    (Role.SUB_COMMITTEE, "ry-907", "任远", "zb-007", "dw-01", "书记"),
    (Role.BRANCH_SECRETARY, "ry-011", "林青", "zb-001", "zb-001", "书记"),
    (Role.BRANCH_MEMBER, "ry-012", "周宁", "zb-001", "zb-001", "组织委员"),
    (Role.MEMBER, "ry-015", "许安", "zb-001", "", ""),
)
LIAISONS = (("ry-905", "zb-001"), ("ry-905", "zb-003"))
PLAIN_NAMES = ("赵一", "钱二", "孙三", "李四", "周五", "吴六", "郑七", "王八一")


@dataclass(frozen=True)
class Agency:
    """The agency as tests speak of it: ids, and the way from a role or a person to an account and an actor."""

    day: date = DAY
    leading_group: str = "dz-01"
    committee: str = "jw-01"
    sub_committee: str = "dw-01"
    branch: str = "zb-001"
    other_branch: str = "zb-002"
    liaison_branches: tuple[str, ...] = ("zb-001", "zb-003")
    groups: tuple[str, ...] = ("xz-01", "xz-02")
    branches: tuple[str, ...] = BRANCHES

    def person(self, who: Role | str) -> str:
        """The id of whoever stands for a role; an id stays what it is."""
        return next(row[1] for row in HOLDERS if row[0] == who) if isinstance(who, Role) else who

    def people(self, organisation: str) -> list[str]:
        """The ids of the people of a branch or a Party group, in order."""
        in_group = organisation in self.groups
        found = Person.objects.filter(**{"group_id" if in_group else "organisation_id": organisation})
        return [*found.order_by("id").values_list("id", flat=True)]

    def account(self, who: Role | str) -> Account:
        """The account of a role (administrators too) or of a person, by the person's id."""
        if isinstance(who, Role) and who in ADMINISTRATORS:
            return Account.objects.get(username=who.name.lower())
        return Account.objects.get(person_id=self.person(who))

    def actor(self, who: Role | str, role: Role | None = None) -> Actor:
        """The hat of a role or, for a person, the highest one, or the one of ``role``."""
        hats = hats_of(self.account(who), self.day)
        wanted = who if isinstance(who, Role) else role
        return next(hat for hat in hats if wanted in (None, hat.role))

    def secretary_of(self, branch: str) -> str:
        """The id of a branch's secretary."""
        return PostHolding.objects.get(organisation_id=branch, post="书记").person_id


def found_agency() -> Agency:
    """Write the agency into the database."""
    _organisations()
    people = [*_people()]
    Person.objects.bulk_create(people)
    Membership.objects.bulk_create(
        Membership(person=one, organisation_id=one.organisation_id, group_id=one.group_id, since=one.since)
        for one in people
    )
    PostHolding.objects.bulk_create(_posts())
    Liaison.objects.bulk_create(
        Liaison(id=f"bl-{number:02}", person_id=person, organisation_id=branch, since=SINCE)
        for number, (person, branch) in enumerate(LIAISONS, start=1)
    )
    _accounts(people)
    return Agency()


def _organisations() -> None:
    paths = {"": "/"}
    for code, name, parent, tier, kind in TREE:
        paths[code] = f"{paths[parent]}{code}/"
        counted = MEMBERS if tier == "党支部" else 0
        shared = {
            "code": code,
            "name": name,
            "parent_id": parent or None,
            "tier": tier,
            "kind": kind,
            "labels": (),
            "full_members": counted,
            "has_committee": tier == "党支部",
            "committee_size": 3 if tier == "党支部" else 0,
        }
        Organisation.objects.create(id=code, path=paths[code], **shared)
        OrganisationState.objects.create(organisation_id=code, since=SINCE, **shared)


def _people() -> Iterator[Person]:
    """Eight people a branch; whoever stands for a role is one of the eight."""
    named = {row[1]: (row[2], row[3]) for row in HOLDERS}
    for number, branch in enumerate(BRANCHES, start=1):
        standing = [person for person, (_, home) in named.items() if home == branch]
        plain = [f"ry-{number:02}{place}" for place in range(1, MEMBERS + 1)]
        for place, person in enumerate(sorted({*standing, *plain[: MEMBERS - len({*standing} - {*plain})]})):
            yield Person(
                id=person,
                name=named[person][0] if person in named else f"{PLAIN_NAMES[place]}{'东南西北中左右前'[number - 1]}",
                organisation_id=branch,
                group_id=f"xz-0{place % 2 + 1}" if branch == "zb-001" else None,
                since=SINCE,
                born=date(1970 + place * 3, 5, 4),
                joined=date(2000 + place, 7, 1),
            )


def _posts() -> Iterator[PostHolding]:
    held = [(person, where, post) for _, person, _, _, where, post in HOLDERS if where]
    for number, branch in enumerate(BRANCHES, start=1):
        if branch != "zb-001":
            held += [(f"ry-{number:02}1", branch, "书记"), (f"ry-{number:02}2", branch, "组织委员")]
    held += [("ry-013", "xz-01", "党小组长"), ("ry-014", "xz-02", "党小组长")]
    for place, (person, where, post) in enumerate(held, start=1):
        yield PostHolding(id=f"rz-{place:03}", person_id=person, organisation_id=where, post=post, since=SINCE)


def _accounts(people: list[Person]) -> None:
    password, now = password_hash(), timezone.now()
    Account.objects.bulk_create(
        Account(username=one.id, person=one, password=password, password_set=now) for one in people
    )
    for role in ADMINISTRATORS:
        account = Account.objects.create(username=role.name.lower(), password=password, password_set=now)
        RoleGrant.objects.create(account=account, role=role, since=SINCE)


@cache
def password_hash() -> str:
    """The hash of everybody's password, made once a process."""
    return make_password(PASSWORD)


@cache
def frozen_demo_pack() -> Frozen:
    """The demo pack as published bytes, with its fingerprints and its name; read once a process."""
    return frozen_folder(DEMO_PACK)


def publish_demo_pack() -> PackVersion:
    """Put the demo pack in force."""
    found = frozen_demo_pack()
    return PackVersion.objects.create(
        pack=found.pack,
        version="1",
        title="示范规则包",
        stage=Stage.PUBLISHED,
        source=found.source,
        content=found.content,
        meaning=found.meaning,
        wording=found.wording,
        published=timezone.now(),
        active=True,
        active_from=SINCE,
    )
