"""What time alone changes: once a day every standing is reckoned anew."""

from django.db import transaction

from bihuan_site.jobs.registry import Run
from bihuan_site.organisations.models import Organisation
from bihuan_site.scoring.refreshing import refresh

A_FEW = 10
"""How many organisations one transaction of the job reckons: people who write meanwhile wait for no more than these."""


def reckon_all(run: Run) -> str:
    """Refresh every organisation as of the run's day, a few a transaction; doing it twice is harmless."""
    ids = list(Organisation.objects.exclude(tier="党小组").order_by("id").values_list("id", flat=True))
    done = 0
    for start in range(0, len(ids), A_FEW):
        with transaction.atomic():
            done += refresh(ids[start : start + A_FEW], run.day)
        run.extend()
    return f"重算了 {done} 个党组织"
