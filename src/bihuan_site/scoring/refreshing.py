"""Keeping standings true: after every act for the organisations it touched, once a day for all."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from bihuan import api
from bihuan_site.organisations.models import Organisation
from bihuan_site.packs.in_force import version_in_force
from bihuan_site.scoring.dues import replace_dues
from bihuan_site.scoring.evaluating import Rules, rules_in_force, standings_of
from bihuan_site.scoring.models import Obligation, Standing

TOGETHER = 100
"""How many organisations are evaluated from one fetch."""

IDENTITY = ("organisation_id", "duty", "subject", "window")
CONTENT = tuple(field.attname for field in Obligation._meta.concrete_fields if field.attname not in ("id", *IDENTITY))


def refresh(organisations: Iterable[str], day: date | None = None) -> int:
    """Evaluate ``organisations`` (Party groups stand with their branch) and replace their standings; give how many.

    Does nothing while no pack is in force. Call inside the transaction of the act that changed their rows.
    """
    if version_in_force() is None:
        return 0
    rules = rules_in_force(day)
    ids = _branches(organisations)
    for start in range(0, len(ids), TOGETHER):
        _refresh(rules, ids[start : start + TOGETHER])
    return len(ids)


def refresh_all(day: date | None = None) -> int:
    """Refresh every organisation: the daily job, and after a pack comes into force."""
    return refresh(Organisation.objects.values_list("id", flat=True), day)


def reckon_period(rules: Rules) -> int:
    """Reckon the standings of every organisation in a period that is over; its obligations are history and not kept."""
    ids = _branches(Organisation.objects.values_list("id", flat=True))
    Standing.objects.filter(period=rules.period.label).delete()
    for start in range(0, len(ids), TOGETHER):
        found = standings_of(rules, set(ids[start : start + TOGETHER])).values()
        Standing.objects.bulk_create([standing_from(rules, one) for one in found if one.is_in_round])
    return len(ids)


def _branches(organisations: Iterable[str]) -> list[str]:
    found = Organisation.objects.filter(id__in=list(organisations)).values_list("id", "tier", "parent_id")
    return sorted({parent if tier == "党小组" else name for name, tier, parent in found})


def _refresh(rules: Rules, ids: Sequence[str]) -> None:
    found = [one for one in standings_of(rules, set(ids)).values() if one.is_in_round or one.obligations]
    Standing.objects.filter(organisation_id__in=ids, period=rules.period.label).delete()
    Standing.objects.bulk_create([standing_from(rules, one) for one in found if one.is_in_round])
    replace_dues(rules, found, ids)
    _replace([_obligation_from(each) for one in found for each in one.obligations], ids)


def standing_from(rules: Rules, found: api.BranchStanding) -> Standing:
    """Build the stored form of one branch's standing."""
    score, grade = found.score, found.grade
    best, middle, worst = score.total or (None, None, None)
    sections = [
        {"section": one.section, "points": list(one.points), "bonus": list(one.bonus), "max": one.max}
        for one in score.sections
    ]
    return Standing(
        organisation_id=score.organisation,
        pack=rules.version,
        period=rules.period.label,
        as_of=rules.as_of,
        per_point=score.per_point,
        total=worst,
        within_reach=middle,
        best=best,
        max=score.max,
        bonus=score.bonus[2],
        grade=grade.grade,
        forecast=grade.forecast,
        at_best=grade.at_best,
        sections=sections,
        **_sums(score),
    )


def _sums(score: api.BranchScore) -> dict[str, int]:
    """Add up the sections: what is earned, lost and still awaited; together they are the full mark."""
    best, middle, worst = (sum(one.points[outlook] for one in score.sections) for outlook in range(3))
    most = sum(one.max for one in score.sections)
    return {"earned": worst, "lost": most - best, "not_due": middle - worst, "not_judged": best - middle}


def _obligation_from(one: api.Obligation) -> Obligation:
    return Obligation(
        organisation_id=one.organisation,
        duty=one.duty,
        title=one.title,
        tier=one.tier,
        post=one.post,
        who=one.who,
        subject=one.who[0] if len(one.who) == 1 else "",
        window=one.window,
        start=one.start,
        deadline=one.deadline,
        late_until=one.late_until,
        need=one.need,
        done=one.done,
        unit=one.unit,
        state=one.state,
        records=one.records,
        basis=one.basis,
        measures=one.measures,
    )


def _replace(new: Sequence[Obligation], ids: Sequence[str]) -> None:
    """Write only what changed: most obligations of a branch are the same after an act."""
    stored: dict[tuple[Any, ...], list[Obligation]] = {}
    for one in Obligation.objects.filter(organisation_id__in=ids):
        stored.setdefault(_values(one, IDENTITY), []).append(one)
    added: list[Obligation] = []
    changed: list[Obligation] = []
    for one in new:
        same = stored.get(_values(one, IDENTITY))
        if not same:
            added.append(one)
            continue
        old = same.pop(0)
        if _values(old, CONTENT) != _values(one, CONTENT):
            one.pk = old.pk
            changed.append(one)
    gone = [old.pk for left in stored.values() for old in left]
    Obligation.objects.filter(pk__in=gone).delete()
    Obligation.objects.bulk_update(changed, CONTENT, batch_size=200)
    Obligation.objects.bulk_create(added, batch_size=500)


def _values(one: Obligation, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(one, name) for name in names)
