"""Making programmes: the plan, its headings, the duties under them."""

from collections.abc import Iterable, Sequence

from bihuan_site.audit.acting import Done, action
from bihuan_site.organisations.scoping import get_one
from bihuan_site.responsibility.duties.catalogue import catalogue
from bihuan_site.responsibility.models import Programme, ProgrammeDuty, ProgrammeHeading
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.locking import check_version
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.roles import OFFICE

LONGEST = 10


@action("responsibility.programme_made", OFFICE)
def make_programme(
    *, actor: Actor, title: str, first_year: int, last_year: int, headings: Sequence[str], basis: str = ""
) -> Done[Programme]:
    """Make a programme with its headings."""
    _check_years(first_year, last_year)
    names = _names(headings)
    if Programme.objects.filter(title=title, withdrawn=False).exists():
        raise Refused(f"已有名为“{title}”的计划。")
    made = Programme.objects.create(
        title=title,
        first_year=first_year,
        last_year=last_year,
        basis=basis,
        issuer_id=actor.organisation,
        made=business_day(),
        by=actor.person,
    )
    _add(made, names, 0)
    return Done(made, on=f"programme:{made.pk}", details={"headings": len(names)})


@action("responsibility.programme_changed", OFFICE)
def change_programme(
    *,
    actor: Actor,
    programme: int,
    version: int,
    title: str,
    first_year: int,
    last_year: int,
    headings: Sequence[str],
    basis: str = "",
) -> Done[Programme]:
    """Change the words, years and headings; a heading that is kept keeps its duties, one with duties is not dropped."""
    found = _programme(actor, programme, version)
    _check_years(first_year, last_year)
    names = _names(headings)
    old = {one.name: one for one in found.headings.all()}
    gone = [one for name, one in old.items() if name not in names]
    full = [one.name for one in gone if one.duties.exists()]
    if full:
        raise Refused(f"“{'、'.join(full)}”下面还有责任，先移走再删标题。")
    for one in gone:
        one.delete()
    for place, name in enumerate(names):
        ProgrammeHeading.objects.update_or_create(programme=found, name=name, defaults={"place": place})
    found.title, found.first_year, found.last_year, found.basis = title, first_year, last_year, basis
    found.save()
    return Done(found, on=f"programme:{found.pk}", details={"headings": len(names)})


@action("responsibility.programme_filled", OFFICE)
def place_duties(*, actor: Actor, programme: int, version: int, heading: int, duties: Iterable[str]) -> Done[Programme]:
    """Say which duties stand under a heading. Raises ``Refused`` for a duty that is not on the list."""
    found = _programme(actor, programme, version)
    where = get_one(found.headings.all(), pk=heading)
    wanted = list(dict.fromkeys(duties))
    unknown = set(wanted) - set(catalogue().by_id)
    if unknown:
        raise Refused("有的责任不在现行清单里，请刷新后再选。")
    where.duties.all().delete()
    ProgrammeDuty.objects.bulk_create(ProgrammeDuty(heading=where, duty=one) for one in wanted)
    found.save()
    return Done(found, on=f"programme:{found.pk}", details={"heading": where.pk, "duties": len(wanted)})


@action("responsibility.programme_withdrawn", OFFICE)
def withdraw_programme(*, actor: Actor, programme: int, version: int) -> Done[Programme]:
    """Take a programme off the list; duties and their progress stay as they are."""
    found = _programme(actor, programme, version)
    found.withdrawn = True
    found.save()
    return Done(found, on=f"programme:{found.pk}")


def _programme(actor: Actor, number: int, version: int) -> Programme:
    found = get_one(Programme.objects.filter(issuer_id=actor.organisation, withdrawn=False), pk=number)
    check_version(found, version)
    return found


def _check_years(first: int, last: int) -> None:
    if not first <= last < first + LONGEST:
        raise Refused(f"结束年份不早于开始年份，最长 {LONGEST} 年。")


def _names(headings: Sequence[str]) -> list[str]:
    names = [one.strip() for one in headings if one.strip()]
    if not names:
        raise Refused("至少写一个标题。")
    if len(set(names)) < len(names):
        raise Refused("标题不能重复。")
    return names


def _add(programme: Programme, names: Sequence[str], first: int) -> None:
    rows = (ProgrammeHeading(programme=programme, place=place, name=name) for place, name in enumerate(names, first))
    ProgrammeHeading.objects.bulk_create(rows)
