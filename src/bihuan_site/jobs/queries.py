"""Whether the site runs: for the health page one word, for the system administrator the particulars."""

import shutil
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Max
from django.utils import timezone

from bihuan_site.audit.chain import head
from bihuan_site.jobs.models import Job, State, Worker
from bihuan_site.jobs.registry import Periodic, works
from bihuan_site.shared.clock import business_day

GRACE = timedelta(minutes=30)
AWAY = timedelta(minutes=75)
RECENT = 30


@dataclass(frozen=True, slots=True)
class Standing:
    """One declared work as the page shows it."""

    work: Periodic
    last: Job | None
    waiting: int
    missed: int
    behind: bool


def is_healthy() -> bool:
    """Whether the database answers, somebody works, and nothing is behind."""
    try:
        now = timezone.now()
        return bool(works()) and worked_lately(now) and not any(one.behind for one in standings(now))
    except DatabaseError:
        return False


def worked_lately(now: datetime) -> bool:
    """Whether a worker was seen within the hour: enough for cron."""
    return Worker.objects.filter(seen__gte=now - AWAY).exists()


def standings(now: datetime) -> list[Standing]:
    """Give every declared work with its last run and whether it is behind."""
    last = {one.name: one for one in Job.objects.filter(pk__in=_newest())}
    waiting = _waiting()
    found = []
    for work in works().values():
        run = last.get(work.name)
        open_ones = waiting.get(work.name, [])
        behind = (run is not None and run.state == State.FAILED) or _is_behind(work, run, open_ones, now)
        missed = run.missed if run else 0
        found.append(Standing(work, run, len(open_ones), missed, behind))
    return found


def _newest() -> Sequence[int]:
    ended = Job.objects.filter(state__in=(State.DONE, State.FAILED)).order_by()
    return [*ended.values("name").annotate(newest=Max("id")).values_list("newest", flat=True)]


def _waiting() -> dict[str, list[Job]]:
    found: dict[str, list[Job]] = {}
    for job in Job.objects.filter(state__in=(State.WAITING, State.RUNNING)):
        found.setdefault(job.name, []).append(job)
    return found


def _is_behind(work: Periodic, last: Job | None, open_ones: list[Job], now: datetime) -> bool:
    if any(job.not_before < now - GRACE and _not_held(job, now) for job in open_ones):
        return True
    if last is None:
        return not open_ones
    if work.every.is_daily:
        return last.day < business_day() - timedelta(days=1)
    return (last.finished or now) < now - timedelta(minutes=work.every.minutes) - AWAY


def _not_held(job: Job, now: datetime) -> bool:
    return job.state == State.WAITING or job.lease_until is None or job.lease_until < now


def recent_runs() -> Sequence[Job]:
    """Give the latest runs."""
    return [*Job.objects.order_by("-id")[:RECENT]]


def particulars() -> dict[str, str]:
    """Give versions, database, disk space and the head of the audit trail; nothing about what people entered."""
    number, digest = head()
    found = {
        "程序": version("bihuan"),
        "Django": django.get_version(),
        "数据库": _database(),
        "数据目录剩余空间": _free(settings.DATA),
        "业务日": business_day().isoformat() + ("（演示，固定）" if settings.DEMO_DAY else ""),
        "审计链头": f"第 {number} 行 {digest[:16]}…" if number else "还没有审计记录",
    }
    return found


def _database() -> str:
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            return f"PostgreSQL {cursor.fetchone()[0]}"
    with connection.cursor() as cursor:
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        synchronous: Any = cursor.execute("PRAGMA synchronous").fetchone()[0]
    kept = "每次提交都写到磁盘" if synchronous == 2 else "提交可能丢失，请检查"
    return f"SQLite {sqlite3.sqlite_version}，日志方式 {mode}，{kept}"


def _free(folder: Path) -> str:
    usage = shutil.disk_usage(folder)
    return f"{usage.free // 1024**3} GB，共 {usage.total // 1024**3} GB"
