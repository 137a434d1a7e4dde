"""Several workers on one real table: nothing is run twice at once, nothing is lost to a worker that was killed."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from bihuan_site.jobs import leasing, registry, working
from bihuan_site.jobs.models import Job, State, Worker
from bihuan_site.jobs.registry import Run, daily, periodic
from tests.support.site_agency import DAY

REPO = Path(__file__).resolve().parents[3]
JOBS = 30


@pytest.fixture(autouse=True)
def works(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A registry of this test's own."""
    monkeypatch.setattr(registry, "_works", {})
    yield


@pytest.mark.django_db(transaction=True)
def test_four_workers_run_each_job_exactly_once() -> None:
    ran: Counter[str] = Counter()

    def do(run: Run) -> str:
        ran[str(run.day)] += 1
        time.sleep(0.005)
        return "做了"

    periodic("a.work", every=daily, run=do)
    now = timezone.now()
    for number in range(JOBS):
        day = DAY - timedelta(days=number)
        Job.objects.create(name="a.work", slot=day.isoformat(), day=day, not_before=now)

    def work(name: str) -> None:
        while (job := leasing.take(name)) is not None:
            working.work(job)
        connection.close()

    workers = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(ran) == JOBS and set(ran.values()) == {1}
    assert not Job.objects.exclude(state=State.DONE, attempts=1).exists()


@pytest.mark.django_db(transaction=True)
def test_planning_at_the_same_time_makes_one_run_a_slot() -> None:
    periodic("a.work", every=daily, run=lambda run: "做了")

    def plan() -> None:
        leasing.plan()
        connection.close()

    planners = [threading.Thread(target=plan) for _ in range(4)]
    for planner in planners:
        planner.start()
    for planner in planners:
        planner.join()
    assert Job.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_process_works_until_told_to_stop_and_ends_in_peace() -> None:
    named = connection.settings_dict["NAME"]
    host = connection.settings_dict["HOST"]
    database = f"sqlite://{named}" if connection.vendor == "sqlite" else f"postgresql://bihuan@/{named}?host={host}"
    environment = {**os.environ, "BIHUAN_DATABASE": database, "PYTHONPATH": str(REPO / "src")}
    command = [sys.executable, "-m", "bihuan_site.config.command", "work", "--pause", "1"]
    worker = subprocess.Popen(command, env=environment, cwd=REPO, stdout=subprocess.PIPE, encoding="utf-8")
    until = time.monotonic() + 60
    while not Job.objects.filter(name="jobs.tidy", state=State.DONE).exists() and time.monotonic() < until:
        time.sleep(0.2)
    worker.send_signal(signal.SIGTERM)
    said, _ = worker.communicate(timeout=30)
    assert worker.returncode == 0
    assert "工作进程已停止" in said
    assert Worker.objects.exists()
    assert Job.objects.get(name="jobs.tidy").state == State.DONE
