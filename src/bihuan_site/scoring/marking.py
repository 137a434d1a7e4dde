"""A mark that differs whenever any standing or obligation may differ: for what is added up once and kept."""

from django.db.models import Count, Max, Sum

from bihuan_site.scoring.models import Standing


def standings_mark() -> str:
    """Give the mark. Every evaluation replaces the standings of what it looked at, so their ids and times change."""
    found = Standing.objects.aggregate(number=Count("id"), ids=Sum("id"), newest=Max("reckoned"))
    return f"{found['number']}-{found['ids']}-{found['newest']}"
