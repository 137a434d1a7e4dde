"""The business day: the one date that domain rules look at. Log-ins, codes and audit use the real clock."""

from datetime import date

from django.conf import settings
from django.utils import timezone


def business_day() -> date:
    """Give today in the agency's time zone, or the fixed day of a demonstration (setting ``DEMO_DAY``)."""
    fixed: date | None = settings.DEMO_DAY
    return fixed or timezone.localdate()
