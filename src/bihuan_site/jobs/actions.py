"""What the system administrator may do here."""

from django.utils import timezone

from bihuan_site.audit.acting import Done, action
from bihuan_site.jobs import leasing
from bihuan_site.jobs.models import Job
from bihuan_site.jobs.registry import works
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import NotFound
from bihuan_site.shared.roles import SYSTEM


@action("jobs.run_asked", SYSTEM)
def ask_run(*, actor: Actor, name: str) -> Done[Job]:
    """Have a work done now, by whichever worker is free. Raises :class:`NotFound` for a work nobody declared."""
    if name not in works():
        raise NotFound("work")
    now = timezone.now()
    job = leasing.ask(name, timezone.localtime(now).strftime("%Y-%m-%dT%H:%M:%S.%f"), now)
    return Done(job, on=f"job:{name}")
