"""Finding a person by what somebody wrote: an id or a name, among those the actor sees."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q

from bihuan_site.organisations.models import Person
from bihuan_site.organisations.scoping import in_force, within
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Found:
    """The id of the person meant, or what is wrong with what was written."""

    person: str = ""
    wrong: str = ""


def find_person(actor: Actor, text: str) -> Found:
    """Find the one person called ``text``; nobody and namesakes are told, namesakes with their branches and ids."""
    rows = within(actor, Person.objects.filter(in_force(business_day()), erased=False))
    alike = list(rows.filter(Q(pk=text) | Q(name=text)).select_related("organisation")[: SHOWN + 1])
    exact = [one for one in alike if one.pk == text]
    if exact or len(alike) == 1:
        return Found((exact or alike)[0].pk)
    if not alike:
        return Found(wrong=f"没有找到“{text[:20]}”。请核对姓名，或写人员编号。")
    told = "；".join(f"{one.organisation.name} {one.pk}" for one in alike[:SHOWN])
    return Found(wrong=f"叫“{text}”的不止一位：{told}。请写人员编号。")


def written(actor: Actor, *people: Person | None) -> str:
    """Write people as :func:`find_person` finds them, one a line: by name, namesakes by id."""
    named = [one for one in people if one is not None]
    names = {one.name for one in named}
    rows = within(actor, Person.objects.filter(in_force(business_day()), erased=False, name__in=names))
    known = Counter(rows.values_list("name", flat=True))
    return "\n".join(one.name if known[one.name] == 1 else one.pk for one in named)
