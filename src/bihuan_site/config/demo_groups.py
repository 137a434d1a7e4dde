"""Bodies beside the tree in the invented agency: youth study groups and one task force."""

from datetime import date, timedelta
from itertools import islice

from bihuan_site.organisations.models import (
    Organisation,
    Person,
    PostHolding,
    StudyGroup,
    StudyGroupMember,
    TaskForce,
    TaskForceMember,
    TaskForceTask,
)

LABEL = "有青年学习小组"
AGE = 40
TASKS = (("梳理超限治理难题清单", -20, True), ("拿出夜间非现场执法取证方案", 12, False), ("在两个站点试行", 40, False))


def gather_youths(day: date) -> int:
    """Found a study group in every branch that has one, with all its members up to forty; give how many."""
    born_after = day.replace(year=day.year - AGE - 1)
    since = date(day.year - 1, 1, 10)
    branches = [
        one for one in Organisation.objects.filter(tier="党支部", active=True).order_by("id") if LABEL in one.labels
    ]
    youths: dict[str, list[Person]] = {}
    for person in Person.objects.filter(organisation__in=branches, born__gt=born_after, until=None).order_by("id"):
        youths.setdefault(person.organisation_id, []).append(person)
    secretaries = dict(
        PostHolding.objects.filter(organisation__in=branches, post="书记", until=None).values_list(
            "organisation_id", "person_id"
        )
    )
    groups = [
        StudyGroup(
            id=f"qx-{number:04d}",
            name=f"{one.name.removesuffix('党支部')}青年理论学习小组",
            organisation=one,
            leader=youths[one.pk][0],
            mentor_id=secretaries.get(one.pk),
            age_limit=AGE,
            since=since,
        )
        for number, one in enumerate(branches, start=1)
        if youths.get(one.pk)
    ]
    StudyGroup.objects.bulk_create(groups, batch_size=500)
    members = [
        StudyGroupMember(study_group=group, person=person, since=max(since, person.since))
        for group in groups
        for person in youths[group.organisation_id]
    ]
    StudyGroupMember.objects.bulk_create(members, batch_size=500)
    return len(groups)


def set_up_task_force(day: date) -> None:
    """Set up one task force across branches, with a task done, one due soon and one later."""
    committee = Organisation.objects.filter(tier="机关党委").first()
    secretaries = PostHolding.objects.filter(organisation__tier="党支部", post="书记", until=None).order_by(
        "organisation_id"
    )
    people = [one.person for one in islice(secretaries.select_related("person"), 5)]
    if committee is None or not people:
        return
    force = TaskForce.objects.create(
        id="zb-zb-01",
        name="超限治理攻关专班",
        organisation=committee,
        purpose="把党建和业务合在一起办，三个月拿出夜间非现场执法的办法。",
        lead=people[0],
        since=day - timedelta(days=45),
    )
    TaskForceMember.objects.bulk_create(
        [TaskForceMember(task_force=force, person=person, since=force.since) for person in people]
    )
    TaskForceTask.objects.bulk_create(
        [
            TaskForceTask(
                task_force=force,
                text=text,
                owner=people[number % len(people)],
                due=day + timedelta(days=days),
                done=day - timedelta(days=25) if done else None,
            )
            for number, (text, days, done) in enumerate(TASKS)
        ]
    )
