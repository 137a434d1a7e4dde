"""Changes decided for a day to come, made by the daily job when their day has come."""

from datetime import date

from django.db import transaction

from bihuan_site.audit.acting import touched
from bihuan_site.audit.chain import append
from bihuan_site.jobs.registry import Run
from bihuan_site.organisations.models import PlannedChange
from bihuan_site.organisations.tree.changes import CHANGES
from bihuan_site.shared.problems import Refused


def apply_due_changes(day: date) -> int:
    """Make every planned change whose day has come, each in its own transaction; give how many were made.

    One that cannot be made is marked with the reason and stays in sight. Running it again does nothing twice.
    """
    waiting = PlannedChange.objects.filter(applied__isnull=True, cancelled=False, failed="", day__lte=day)
    return sum(_make(pk, day) for pk in waiting.order_by("day", "pk").values_list("pk", flat=True))


def _make(pk: int, today: date) -> bool:
    try:
        with transaction.atomic():
            one = PlannedChange.objects.select_for_update().get(pk=pk)
            if one.applied is not None or one.cancelled:
                return False
            one.organisation.version += 1
            hit = CHANGES[one.act].make(one.organisation, one.day, one.given)
            one.applied = today
            one.save()
            touched(hit)
            append(
                f"organisations.{one.act}",
                account=one.account,
                on=f"organisation:{one.organisation_id}",
                details={"day": one.day.isoformat(), "planned": one.pk},
            )
        return True
    except Refused as refused:
        PlannedChange.objects.filter(pk=pk).update(failed=str(refused)[:400])
        return False


def work_due_changes(run: Run) -> str:
    """Do the daily work and say how many changes were made."""
    return f"生效 {apply_due_changes(run.day)} 项"
