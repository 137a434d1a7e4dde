"""Filling an empty site with the invented agency: for the demonstration, and in small for the tests."""

from collections.abc import Callable
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from bihuan import api
from bihuan_site.audit.chain import append
from bihuan_site.config import demo_groups
from bihuan_site.config import demo_life as life
from bihuan_site.config.demo_rows import known_on
from bihuan_site.jobs.models import Job, State
from bihuan_site.ledger.storing import BATCH, store_ledger
from bihuan_site.organisations.models import Membership, Organisation, Person
from bihuan_site.packs.installing import install, put_in_force
from bihuan_site.packs.periods import period_before, period_on
from bihuan_site.scoring.evaluating import rules_in_force
from bihuan_site.scoring.refreshing import reckon_period, refresh_all
from bihuan_site.shared.problems import Refused

PACK = Path(__file__).resolve().parents[3] / "packs" / "demo-transport-2026"
DAY = date(2026, 6, 18)
ROOMS = ("responsibility", "progress", "organisations", "inbox")
"""Rooms that add things of their own to the demonstration: module ``demo``, function ``fill(day, roster)``."""

Tell = Callable[[str], None]


def fill(day: date, branches: int = 494, *, tell: Tell = print, pack: Path = PACK) -> dict[str, int]:
    """Store the invented agency as it is known on ``day``, put the demo pack in force, and reckon every standing.

    Gives the rows stored by table. Raises :class:`Refused` if the site holds organisations already.
    """
    if Organisation.objects.exists():
        raise Refused("这个站点里已有组织，示例数据只装进空的站点。")
    tell("［1/5］生成虚构的机关和它的一年半")
    whole = api.load_for_scoring(pack).whole
    data = api.make_demo(whole, branches=branches, year=day.year, seed=1)
    before = api.make_half_before(whole, branches=branches, year=day.year, seed=1)
    roster = api.make_roster(data, seed=1)
    tables = known_on({name: (*before.get(name, ()), *rows) for name, rows in data.tables.items()}, day)
    with transaction.atomic():
        tell("［2/5］写入组织、人员和台账")
        put_in_force(install(pack))
        counts = store_ledger(tables, day)
        counts["members"] = _store_members(roster, day)
        tell("［3/5］写入签到、通知和各项在办")
        life.name_activities()
        counts["attendance"] = life.store_attendance(
            roster, (one for one in tables["activities"] if one.day.year == day.year)
        )
        life.lead_groups()
        life.announce(day)
        demo_groups.gather_youths(day)
        demo_groups.set_up_task_force(day)
        for room in ROOMS:
            if find_spec(f"bihuan_site.{room}.demo"):
                import_module(f"bihuan_site.{room}.demo").fill(day, roster)
        append("ledger.demo_filled", details={"rows": sum(counts.values()), "day": day.isoformat()})
    tell("［4/5］按规则算出每个党组织的得分和任务")
    with transaction.atomic():
        counts["standings"] = refresh_all(day)
        _reckoned_today(day, counts["standings"])
        life.sign(day)
    tell("［5/5］算出上一个考核期")
    with transaction.atomic():
        reckon_period(rules_in_force(period=period_before(whole, period_on(whole, day))))
    return counts


def _reckoned_today(day: date, number: int) -> None:
    """Tell the daily job that this day's reckoning is done, so that it does not begin with what was just done."""
    now = timezone.now()
    Job.objects.create(
        name="scoring.reckon_all",
        slot=day.isoformat(),
        day=day,
        state=State.DONE,
        not_before=now,
        started=now,
        finished=now,
        result=f"装入示例时算了 {number} 个党组织",
    )


def _store_members(roster: api.Roster, day: date) -> int:
    """Store the members; people who hold posts are there already and get what the roster knows of them."""
    there = set(Person.objects.values_list("id", flat=True))
    known = set(Organisation.objects.values_list("id", flat=True))
    rows = sorted(
        (one for one in roster.members if one.organisation in known and one.since <= day),
        key=lambda one: (one.person, one.since),
    )
    latest = {one.person: _person(one, day) for one in rows}
    Person.objects.bulk_create([one for name, one in latest.items() if name not in there], batch_size=BATCH)
    old = [one for name, one in latest.items() if name in there]
    Person.objects.bulk_update(
        old, ["organisation", "group", "born", "joined", "probationary", "category", "since", "until"], batch_size=200
    )
    Membership.objects.filter(person_id__in=list(latest)).delete()
    Membership.objects.bulk_create([_membership(one, day) for one in rows], batch_size=BATCH)
    return len(latest)


def _person(one: api.Member, day: date) -> Person:
    return Person(
        id=one.person,
        name=one.name,
        organisation_id=one.organisation,
        group_id=one.group,
        since=one.since,
        until=_until(one, day),
        born=one.born,
        joined=one.joined,
        probationary=one.is_probationary,
        category=one.category,
    )


def _membership(one: api.Member, day: date) -> Membership:
    return Membership(
        person_id=one.person,
        organisation_id=one.organisation,
        group_id=one.group,
        since=one.since,
        until=_until(one, day),
    )


def _until(one: api.Member, day: date) -> date | None:
    return one.until if one.until and one.until <= day else None
