"""Theory study of the demonstration: the leading group's plan, the sessions the ledger holds, and the next one."""

from datetime import date, time, timedelta

from bihuan_site.inbox.posting import Notice, tell_many
from bihuan_site.ledger.models import Activity
from bihuan_site.organisations.models import Organisation
from bihuan_site.progress.activities.rolls_queries import due_on
from bihuan_site.progress.models import StudySession, StudyTopic
from bihuan_site.progress.study.queries import BRANCH, KIND

TOPICS = (
    "党的创新理论",
    "党章党规党纪",
    "全面从严治党",
    "总体国家安全观",
    "交通强国建设",
    "安全生产",
    "意识形态工作",
    "法治建设",
    "作风建设",
    "数字交通",
    "基层治理",
    "年度工作总结",
)
SOURCE = "年度理论学习计划第 {} 项（示例）"


def fill(day: date) -> None:
    """Write a plan with a topic a month, and stand a session beside every record of the year."""
    where = Organisation.objects.filter(tier="党组").first()
    if where is None:
        return
    topics = [
        StudyTopic.objects.create(
            organisation=where, year=day.year, text=text, source=SOURCE.format(place), month=place
        )
        for place, text in enumerate(TOPICS, start=1)
    ]
    branches = [*Organisation.objects.filter(tier="党支部", active=True).order_by("code")[:12]]
    rows = Activity.objects.filter(organisation=where, day__year=day.year, replaced=False, withdrawn=False)
    for place, held in enumerate(one for one in rows.order_by("day", "id") if KIND in one.kinds):
        topic = topics[held.day.month - 1]
        session = StudySession.objects.create(
            organisation=where,
            day=held.day,
            begins=time(9, 0),
            place="三楼会议室",
            title=f"专题学习：{topic.text}",
            observing=tuple(f"{BRANCH}{one.pk}" for one in branches[place * 2 % 12 : place * 2 % 12 + 2]),
            arranged=held.day - timedelta(days=7),
            activity=held,
        )
        session.topics.add(topic)
    _next(where, day, topics, branches)


def _next(where: Organisation, day: date, topics: list[StudyTopic], branches: list[Organisation]) -> None:
    coming = day + timedelta(days=8)
    topic = topics[coming.month - 1]
    session = StudySession.objects.create(
        organisation=where,
        day=coming,
        begins=time(9, 0),
        place="三楼会议室",
        title=f"专题研讨：{topic.text}",
        observing=tuple(f"{BRANCH}{one.pk}" for one in branches[-2:]),
        arranged=day - timedelta(days=1),
    )
    session.topics.add(topic)
    tell_many(
        Notice(
            key=f"study:{session.pk}/1/{one.id}",
            kind=KIND,
            title=f"中心组学习：{session.title}",
            url=f"/study/sessions/{session.pk}/",
            person=one.id,
            due=coming,
            source=where.name,
        )
        for one in due_on(where.pk, day)
    )
