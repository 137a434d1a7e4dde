"""What this room adds to the demonstration, matter by matter."""

from datetime import date

from bihuan import api
from bihuan_site.progress.study import filling as study
from bihuan_site.progress.submissions import filling as submissions
from bihuan_site.progress.supervised import filling as supervised
from bihuan_site.progress.visits import filling as visits


def fill(day: date, roster: api.Roster) -> None:
    """Fill every matter that has something of its own to show, as it stands on ``day``."""
    del roster
    for matter in (submissions, supervised, visits, study):
        matter.fill(day)
