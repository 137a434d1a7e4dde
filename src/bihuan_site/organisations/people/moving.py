"""Moving people between branches, set-wise: intervals of membership, groups, and the numbers of both branches."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from bihuan_site.organisations.history import ONE_DAY, recount
from bihuan_site.organisations.models import Membership, Organisation, Person


def move_people(
    people: QuerySet[Person], to: Organisation, day: date, *, keep_groups: bool, leave: bool = True, join: bool = True
) -> int:
    """Move ``people`` to ``to`` from ``day`` on and give how many.

    ``leave`` takes them out of the numbers of where they were, ``join`` adds them to those of where they come.
    """
    ids = list(people.values_list("pk", flat=True))
    moved = Person.objects.filter(pk__in=ids)
    if leave:
        _count_out(moved, day)
    if join:
        counts = moved.aggregate(full=Count("pk", Q(probationary=False)), new=Count("pk", Q(probationary=True)))
        recount(to, day, counts["full"], counts["new"])
    running = Membership.objects.filter(person_id__in=ids, until__isnull=True)
    running.filter(since__gte=day).delete()
    running.update(until=day - ONE_DAY)
    groups = dict(moved.values_list("pk", "group_id")) if keep_groups else {}
    Membership.objects.bulk_create(
        Membership(person_id=pk, organisation=to, group_id=groups.get(pk), since=day) for pk in ids
    )
    moved.update(organisation=to, since=day, **({} if keep_groups else {"group": None}))
    return len(ids)


def _count_out(people: QuerySet[Person], day: date) -> None:
    """Take people out of the numbers of their branches and groups."""
    for field in ("organisation", "group"):
        rows = people.filter(**{f"{field}__isnull": False}).values_list(field).order_by(field)
        for pk, full, new in rows.annotate(
            full=Count("pk", Q(probationary=False)), new=Count("pk", Q(probationary=True))
        ):
            recount(Organisation.objects.get(pk=pk), day, -full, -new)


def set_groups(people: QuerySet[Person], group: Organisation | None, day: date) -> int:
    """Put people of one branch into a Party group (or none) from ``day`` on and give how many changed."""
    changing = people.exclude(group=group) if group else people.filter(group__isnull=False)
    rows = list(changing.values_list("pk", "organisation_id", "group_id", "probationary"))
    ids = [pk for pk, *_ in rows]
    for old in {row[2] for row in rows if row[2]}:
        out = [row[3] for row in rows if row[2] == old]
        recount(Organisation.objects.get(pk=old), day, -out.count(False), -out.count(True))
    if group:
        come = [row[3] for row in rows]
        recount(group, day, come.count(False), come.count(True))
    running = Membership.objects.filter(person_id__in=ids, until__isnull=True)
    running.filter(since__gte=day).delete()
    running.update(until=day - ONE_DAY)
    Membership.objects.bulk_create(
        Membership(person_id=pk, organisation_id=branch, group=group, since=day) for pk, branch, *_ in rows
    )
    Person.objects.filter(pk__in=ids).update(group=group)
    return len(ids)


def empty_group(group: Organisation) -> int:
    """Leave the people of a Party group in their branch without a group and give how many they were."""
    people = Person.objects.filter(group=group)
    number = people.count()
    Membership.objects.filter(person__in=people, until__isnull=True).update(group=None)
    people.update(group=None)
    return number


def take_out(person: Person, last_day: date) -> None:
    """End a person's membership with ``last_day`` and take them out of the numbers of branch and group."""
    day = last_day + ONE_DAY
    _count_out(Person.objects.filter(pk=person.pk), day)
    person.memberships.filter(until__isnull=True).update(until=last_day)
    for rows in (person.liaisons, person.task_forces, person.study_groups):
        rows.filter(until__isnull=True).update(until=last_day)
