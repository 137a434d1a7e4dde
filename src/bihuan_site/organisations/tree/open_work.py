"""What is still open at an organisation: told before it is dissolved or merged, each kind with its number.

Rooms above add their own kinds with :func:`tells_open_work`.
"""

from collections.abc import Callable, Iterable

from django.db.models import Q

from bihuan_site.organisations.models import (
    Handover,
    Liaison,
    Organisation,
    Person,
    PlannedChange,
    PostHolding,
    StudyGroup,
    TaskForceTask,
)
from bihuan_site.organisations.scoping import in_force
from bihuan_site.shared.clock import business_day

OpenWork = tuple[str, int]
Teller = Callable[[str], Iterable[OpenWork]]
_tellers: list[Teller] = []


def tells_open_work(teller: Teller) -> Teller:
    """Have ``teller`` asked for (words, number) of what is open at an organisation (by id)."""
    if teller not in _tellers:
        _tellers.append(teller)
    return teller


def open_work(organisation: str) -> list[OpenWork]:
    """List what is open at the organisation, only kinds with a number above nothing."""
    return [(words, number) for teller in _tellers for words, number in teller(organisation) if number]


@tells_open_work
def _own_kinds(organisation: str) -> Iterable[OpenWork]:
    now = in_force(business_day())
    yield "名党员要有去处", Person.objects.filter(now, organisation_id=organisation).count()
    below = Organisation.objects.filter(parent_id=organisation, active=True)
    yield "个下级组织要先安排", below.exclude(tier="党小组").count()
    yield "个党小组随之撤销", below.filter(tier="党小组").count()
    yield "个现任岗位随之免去", PostHolding.objects.filter(now, organisation_id=organisation).count()
    handing = Handover.objects.filter(holding__organisation_id=organisation, done__isnull=True)
    yield "份交接没有办完", handing.count()
    yield "条包联随之结束", Liaison.objects.filter(now, organisation_id=organisation).count()
    yield "个青年理论学习小组随之结束", StudyGroup.objects.filter(now, organisation_id=organisation).count()
    tasks = TaskForceTask.objects.filter(task_force__organisation_id=organisation, done__isnull=True)
    yield "项专班任务没有办完", tasks.count()
    waiting = Q(organisation_id=organisation, applied__isnull=True, cancelled=False, failed="")
    yield "项已定未到日子的变动", PlannedChange.objects.filter(waiting).count()
