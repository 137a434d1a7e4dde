"""Which appraisal period and which year a day lies in; reckoned by the rules of a pack, in their room."""

from bihuan_site.packs.periods import month_ends, period_before, period_name, period_on, year_on

__all__ = ["month_ends", "period_before", "period_name", "period_on", "year_on"]
