"""What all matters of the room read."""

from django.db.models import Count, Max

from bihuan_site.responsibility.models import PlannedDate


def plans_mark() -> str:
    """Give a mark that differs whenever a planned day was changed."""
    found = PlannedDate.objects.aggregate(number=Count("id"), newest=Max("stamped"))
    return f"{found['number']}-{found['newest']}"
