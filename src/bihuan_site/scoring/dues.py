"""What a branch can still do: windows of measures first, then duties that no measure asks for in other words."""

import re
from collections.abc import Collection, Iterable, Iterator

from bihuan import api
from bihuan_site.scoring.evaluating import Rules
from bihuan_site.scoring.models import Due

OPEN = ("未到期", "可补")


def replace_dues(rules: Rules, found: Iterable[api.BranchStanding], organisations: Collection[str]) -> None:
    """Store what each branch of ``found`` can still do in place of what was stored for ``organisations``."""
    Due.objects.filter(organisation_id__in=organisations).delete()
    Due.objects.bulk_create([one for standing in found for one in dues_of(rules, standing)], batch_size=500)


def dues_of(rules: Rules, standing: api.BranchStanding) -> Iterator[Due]:
    """Give what the branch can still do; a duty met by the same records in the same window is not told twice."""
    asked: set[tuple[str, str]] = set()
    for one in standing.open_windows:
        asked |= {(kind, one.window) for kind in one.kinds}
        yield _due(standing, one)
    duties = {duty.id: duty for duty in rules.pack.duties}
    for obligation in standing.obligations:
        requirement = duties[obligation.duty].requirement
        if requirement is None or obligation.state not in OPEN:
            continue
        kinds = requirement.records or requirement.submissions
        if all((kind, obligation.window) in asked for kind in kinds):
            continue
        yield _from_duty(standing, obligation, kinds, bool(requirement.submissions))


def _due(standing: api.BranchStanding, one: api.OpenWindow) -> Due:
    return Due(
        organisation_id=standing.organisation,
        title=_title(one.window, one.kinds, one.title),
        kinds=one.kinds,
        is_paper=one.is_paper,
        window=one.window,
        start=one.start,
        deadline=one.deadline,
        late_until=one.late_until,
        state=one.state,
        subject=one.subject,
        subject_name=standing.names.get(one.subject, "") if one.subject else "",
        measure=one.measure,
        worth=one.worth,
        window_key=one.window_key,
        per_point=standing.score.per_point,
    )


def _from_duty(standing: api.BranchStanding, one: api.Obligation, kinds: tuple[str, ...], is_paper: bool) -> Due:
    return Due(
        organisation_id=standing.organisation,
        title=_title(one.window, kinds, one.title),
        kinds=kinds,
        is_paper=is_paper,
        window=one.window,
        start=one.start,
        deadline=one.deadline,
        late_until=one.late_until,
        state=one.state,
        subject=one.who[0] if len(one.who) == 1 else "",
        subject_name=standing.names.get(one.who[0], "") if len(one.who) == 1 else "",
        duty=one.duty,
        window_key=one.window_key,
        per_point=standing.score.per_point,
    )


def _title(window: str, kinds: tuple[str, ...], name: str) -> str:
    what = kinds[0] if len(kinds) == 1 else name
    return re.sub(r"\s*(\d+)\s*", r" \1 ", f"{window}{what}").strip()
