"""The jobs table: planned, leased, taken over, tried again, caught up."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import pytest

from bihuan_site.jobs import leasing, registry, working
from bihuan_site.jobs.models import Job, State
from bihuan_site.jobs.registry import Rhythm, Run, daily, hourly, minutes, periodic, slots_since

Settings: TypeAlias = Any
"""The fixture of pytest-django."""

NOW = datetime(2026, 6, 18, 9, 40, tzinfo=ZoneInfo("Asia/Shanghai"))
ran: list[date] = []


@pytest.fixture(autouse=True)
def works(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A registry of this test's own."""
    monkeypatch.setattr(registry, "_works", {})
    ran.clear()
    yield


def do(run: Run) -> str:
    ran.append(run.day)
    return "做了"


def break_down(run: Run) -> str:
    ran.append(run.day)
    raise RuntimeError("the gateway is away")


def declare(every: Rhythm = daily) -> None:
    periodic("a.work", every=every, run=do, title="一件事")


def test_a_daily_work_runs_once_a_business_day(db: None, settings: Settings) -> None:
    declare()
    assert working.work_once("one") == 1
    assert working.work_once("one") == 0
    settings.DEMO_DAY = date(2026, 6, 19)
    assert working.work_once("one") == 1
    assert ran == [date(2026, 6, 18), date(2026, 6, 19)]


def test_missed_days_are_made_up_within_bounds_and_the_rest_is_counted(db: None, settings: Settings) -> None:
    declare()
    working.work_once("one")
    settings.DEMO_DAY = date(2026, 7, 1)
    assert working.work_once("one") == 7
    assert ran[1:] == [date(2026, 6, 25) + timedelta(days=more) for more in range(7)]
    assert Job.objects.get(slot="2026-06-25").missed == 6


def test_shorter_rhythms_make_up_only_the_latest_slot() -> None:
    slots, missed = slots_since(minutes(10), "2026-06-18T06:00", NOW)
    assert ([slot.name for slot in slots], missed) == (["2026-06-18T09:40"], 21)
    slots, missed = slots_since(hourly, "2026-06-18T08:00", NOW)
    assert ([slot.name for slot in slots], missed) == (["2026-06-18T09:00"], 0)


def test_a_demonstration_set_back_runs_its_own_day_only(settings: Settings) -> None:
    slots, missed = slots_since(daily, "2026-09-01", NOW)
    assert ([slot.name for slot in slots], missed) == (["2026-06-18"], 0)


def test_two_workers_never_have_one_job(db: None) -> None:
    declare()
    leasing.plan()
    assert leasing.take("one") is not None
    assert leasing.take("two") is None


def test_a_job_past_its_lease_is_taken_over_and_the_first_cannot_end_it(db: None) -> None:
    declare()
    leasing.plan(NOW)
    first = leasing.take("one", NOW)
    second = leasing.take("two", NOW + leasing.LEASE + timedelta(seconds=1))
    assert first and second and first.pk == second.pk
    assert not leasing.finish(first, "zu spät")
    with pytest.raises(leasing.LeaseLost):
        leasing.extend(first)
    assert leasing.finish(second, "做了")
    assert Job.objects.get().result == "做了"


def test_a_lease_that_is_extended_is_not_taken_over(db: None) -> None:
    declare()
    leasing.plan()
    job = leasing.take("one")
    assert job and job.lease_until
    Job.objects.update(lease_until=job.lease_until - timedelta(minutes=9))
    leasing.extend(job)
    assert leasing.take("two", job.lease_until - timedelta(seconds=5)) is None


def test_a_job_that_fails_is_tried_three_times_with_growing_pauses(db: None) -> None:
    periodic("b.work", every=daily, run=break_down)
    working.work_once("one")
    job = Job.objects.get()
    assert job.state == State.WAITING and job.incident and job.attempts == 1
    assert working.work_once("one") == 0
    for _ in range(2):
        Job.objects.update(not_before=job.not_before - timedelta(days=1))
        working.work_once("one")
    job.refresh_from_db()
    assert (job.state, job.attempts, len(ran)) == (State.FAILED, 3, 3)


def test_a_job_that_kills_its_workers_is_given_up(db: None) -> None:
    declare()
    leasing.plan(NOW)
    now = NOW
    for _ in range(leasing.ATTEMPTS):
        assert leasing.take("one", now)
        now += leasing.LEASE + timedelta(seconds=1)
    assert leasing.take("one", now) is None
    assert Job.objects.get().state == State.FAILED


def test_asking_by_hand_runs_it_again_but_not_twice_at_once(db: None) -> None:
    declare()
    working.work_once("one")
    first, second = leasing.ask("a.work", "x", NOW), leasing.ask("a.work", "y", NOW)
    assert first.pk == second.pk
    assert working.work_once("one") == 1
    assert leasing.plan() == 0


def test_two_works_may_not_have_one_name() -> None:
    declare()
    declare()
    with pytest.raises(ValueError, match="two works"):
        periodic("a.work", every=daily, run=break_down)


def test_runs_of_long_ago_are_tidied_away(db: None) -> None:
    declare()
    working.work_once("one")
    Job.objects.update(finished=NOW - timedelta(days=91))
    assert leasing.tidy(NOW) == 1
