"""A worker: plans what is due, takes one job after another, survives whatever a job does."""

import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from django.db import close_old_connections
from django.utils import timezone

from bihuan_site.jobs import leasing
from bihuan_site.jobs.models import Job
from bihuan_site.jobs.registry import works

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LeasedRun:
    """A run handed to the work itself."""

    job: Job

    @property
    def day(self) -> date:
        """The business day the run is for."""
        return self.job.day

    def extend(self) -> None:
        """Keep the lease for longer."""
        leasing.extend(self.job)


def worker_name() -> str:
    """Give this process a name nobody else has."""
    return f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"


def work_once(owner: str, stopped: Callable[[], bool] = lambda: False) -> int:
    """Do everything that is due now; returns how many jobs were worked."""
    leasing.plan()
    worked = 0
    while not stopped() and (job := leasing.take(owner)) is not None:
        work(job)
        worked += 1
    return worked


def work(job: Job) -> bool:
    """Run one taken job and write down how it ended; a job may raise anything."""
    try:
        result = works()[job.name].run(LeasedRun(job))
    except leasing.LeaseLost:
        log.warning("job %s was taken over", job)
        return False
    except Exception:
        incident = secrets.token_hex(4).upper()
        log.exception("job %s failed, incident %s", job, incident)
        leasing.fail(job, incident)
        return False
    return leasing.finish(job, result or "完成")


def work_on(stop: threading.Event, pause: float) -> None:
    """Work until told to stop, looking again after each pause; a database that is away is waited for."""
    owner, began = worker_name(), timezone.now()
    while not stop.is_set():
        close_old_connections()
        try:
            leasing.seen(owner, version("bihuan"), began)
            work_once(owner, stop.is_set)
        except Exception:
            log.exception("worker %s could not work", owner)
        stop.wait(pause)


def work_now() -> int:
    """Work what is due and return, as cron wants it."""
    owner = worker_name()
    leasing.seen("cron", version("bihuan"), timezone.now())
    return work_once(owner)
