"""Planning, taking, finishing: every change of a job's row, the same on SQLite and PostgreSQL.

A job is taken by one conditional update: whoever's update changed the row has it. A lease that ran out may be taken by
anybody; the one who lost it cannot write the result any more.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone

from bihuan_site.jobs.models import Job, State, Worker
from bihuan_site.jobs.registry import slots_since, works

LEASE = timedelta(minutes=10)
ATTEMPTS = 3
FIRST_PAUSE = timedelta(minutes=1)
KEEP = timedelta(days=90)
BY_HAND = "手动 "


class LeaseLost(Exception):
    """Another worker has taken the job over."""


def plan(now: datetime | None = None) -> int:
    """Put down every run that is due and not yet there; returns how many."""
    now = now or timezone.now()
    listed = Job.objects.filter(name__in=works()).exclude(slot__startswith=BY_HAND)
    last = dict(listed.values_list("name").annotate(last=Max("slot")).values_list("name", "last"))
    rows = []
    for work in works().values():
        slots, missed = slots_since(work.every, last.get(work.name, ""), now)
        for place, slot in enumerate(slots):
            lost = missed if place == 0 else 0
            rows.append(Job(name=work.name, slot=slot.name, day=slot.day, not_before=now, missed=lost))
    there = set(Job.objects.filter(slot__in={row.slot for row in rows}).values_list("name", "slot"))
    new = [row for row in rows if (row.name, row.slot) not in there]
    if new:
        with transaction.atomic():
            Job.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def take(owner: str, now: datetime | None = None) -> Job | None:
    """Take the oldest job that is free or whose lease ran out; None if there is none."""
    now = now or timezone.now()
    free = Q(state=State.WAITING, not_before__lte=now) | Q(state=State.RUNNING, lease_until__lt=now)
    for found in Job.objects.filter(free, name__in=works()).order_by("id")[:20]:
        if found.attempts >= ATTEMPTS:
            give_up(found, now)
            continue
        with transaction.atomic():
            won = Job.objects.filter(free, pk=found.pk, attempts=found.attempts).update(
                state=State.RUNNING,
                lease_owner=owner,
                lease_until=now + LEASE,
                attempts=F("attempts") + 1,
                started=now,
            )
        if won:
            return Job.objects.get(pk=found.pk)
    return None


def extend(job: Job) -> None:
    """Lengthen the lease. Raises :class:`LeaseLost` if somebody else has the job."""
    with transaction.atomic():
        if not _mine(job).update(lease_until=timezone.now() + LEASE):
            raise LeaseLost(str(job))


def finish(job: Job, result: str) -> bool:
    """Write down that the job is done; False if the lease was lost meanwhile."""
    with transaction.atomic():
        changed = _mine(job).update(
            state=State.DONE, finished=timezone.now(), lease_until=None, result=result[:200], incident=""
        )
    return bool(changed)


def fail(job: Job, incident: str) -> bool:
    """Write down that the job failed: tried again after a growing pause, given up after some attempts."""
    last = job.attempts >= ATTEMPTS
    now = timezone.now()
    with transaction.atomic():
        changed = _mine(job).update(
            state=State.FAILED if last else State.WAITING,
            not_before=now + FIRST_PAUSE * 4 ** (job.attempts - 1),
            finished=now if last else None,
            lease_until=None,
            incident=incident,
            result="没有做完" if last else "没有做完，稍后再试",
        )
    return bool(changed)


def give_up(job: Job, now: datetime) -> None:
    """End a job that took its workers with it as often as it may."""
    with transaction.atomic():
        Job.objects.filter(pk=job.pk, attempts=job.attempts, state=State.RUNNING, lease_until__lt=now).update(
            state=State.FAILED, finished=now, lease_until=None, result="工作进程中途停止，已试满次数"
        )


def ask(name: str, slot: str, now: datetime) -> Job:
    """Put down a run asked for by hand; asking again while it waits or runs gives the one that is there."""
    open_ones = Job.objects.filter(name=name, slot__startswith=BY_HAND, state__in=(State.WAITING, State.RUNNING))
    found = open_ones.first()
    return found or Job.objects.create(name=name, slot=BY_HAND + slot, day=timezone.localdate(now), not_before=now)


def seen(worker: str, version: str, began: datetime) -> None:
    """Leave a sign of life."""
    with transaction.atomic():
        Worker.objects.update_or_create(
            name=worker, defaults={"version": version, "began": began, "seen": timezone.now()}
        )


def tidy(now: datetime | None = None) -> int:
    """Remove runs and workers of long ago; returns how many runs."""
    before = (now or timezone.now()) - KEEP
    with transaction.atomic():
        Worker.objects.filter(seen__lt=before).delete()
        return Job.objects.filter(state__in=(State.DONE, State.FAILED), finished__lt=before).delete()[0]


def _mine(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, lease_owner=job.lease_owner, attempts=job.attempts)
