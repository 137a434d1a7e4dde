"""What makes the invented agency alive: who was where, what is announced, what waits for an answer, what is signed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from itertools import islice

from bihuan import api
from bihuan_site.inbox.posting import tell
from bihuan_site.ledger.models import Activity
from bihuan_site.organisations.models import Organisation, OrganisationEvent, Person, PostHolding
from bihuan_site.progress.models import Attendance, Leave, Notice
from bihuan_site.progress.notices.actions import LEAVE_ITEM
from bihuan_site.responsibility.duties.catalogue import catalogue
from bihuan_site.responsibility.models import SignOff, SignOffRound
from bihuan_site.responsibility.signing.actions import SIGNER_OF
from bihuan_site.shared.roles import Role

MODEL_BRANCH = "zb-001"
TOGETHER = 5000
STATES = {"到会": "到会", "请假": "报备", "缺席": "缺席"}
TITLES: Mapping[str, Sequence[str]] = {
    "主题党日": ("养护一线走访", "重温入党誓词", "为民办实事", "红色教育基地参观", "业务难题会诊"),
    "党员大会": ("通过发展对象", "通报上季度工作", "讨论年度计划"),
    "支委会": ("研究本月安排", "研究发展党员工作", "研究问题整改"),
    "党小组会": ("学习讨论", "布置小组任务"),
    "党课": ("一线怎样当先锋", "读懂一部条例", "把责任扛起来"),
    "集中学习": ("学习机关基层组织工作条例", "学习支部工作条例", "学习近期重要文件", "业务与党建融合研讨"),
    "青年理论学习": ("青年领学会", "读书分享"),
}
PLACES = ("三楼会议室", "支部活动室", "一楼报告厅", "养护站", "服务窗口")
LEAVES = (("王珂", "出差", "6 月 22 日自学补课"), ("孙志远", "值班", "看回放"))


def name_activities() -> None:
    """Give activities a title and a place, always the same for the same record."""
    rows = list(Activity.objects.only("id", "kinds", "title", "place"))
    for number, one in enumerate(rows):
        kind = one.kinds[0] if one.kinds else ""
        titles = TITLES.get(kind, ())
        one.title = titles[number % len(titles)] if titles else kind
        one.place = PLACES[number % len(PLACES)]
    Activity.objects.bulk_update(rows, ["title", "place"], batch_size=300)


def store_attendance(roster: api.Roster, activities: Iterable[api.Activity]) -> int:
    """Store who was at each activity, as the roster works it out from the record's numbers."""
    known = set(Person.objects.values_list("id", flat=True))
    rows = _attendance(roster, activities, known)
    stored = 0
    while some := list(islice(rows, TOGETHER)):
        Attendance.objects.bulk_create(some, batch_size=1000)
        stored += len(some)
    return stored


def _attendance(roster: api.Roster, activities: Iterable[api.Activity], known: set[str]) -> Iterator[Attendance]:
    for activity in activities:
        for person, state in roster.attendance_of(activity):
            if person in known:
                category = "在职" if state in STATES else state
                yield Attendance(
                    activity_id=activity.id, person_id=person, state=STATES.get(state, "缺席"), category=category
                )


def announce(day: date) -> None:
    """Announce what the model branch holds next, with two members who asked leave."""
    branch = Organisation.objects.filter(pk=MODEL_BRANCH).first()
    secretary = PostHolding.objects.filter(organisation=branch, post="书记").first()
    if branch is None or secretary is None:
        return
    study = Notice.objects.create(
        organisation=branch,
        kinds=("集中学习",),
        title="学习《机关基层组织工作条例》",
        day=day + timedelta(days=1),
        begins=time(14, 30),
        minutes=120,
        place="三楼会议室",
        chair=secretary.person,
        announced=day - timedelta(days=3),
    )
    Notice.objects.create(
        organisation=branch,
        kinds=("主题党日",),
        title="养护一线走访：治超攻关",
        day=day + timedelta(days=2),
        begins=time(9, 0),
        minutes=150,
        place="青石岭养护站",
        chair=secretary.person,
        speakers=(secretary.person_id,),
        announced=day - timedelta(days=2),
    )
    for name, reason, text in LEAVES:
        person = Person.objects.filter(organisation=branch, name=name).first()
        if person:
            asked = Leave.objects.create(notice=study, person=person, reason=reason, text=text, asked=day)
            tell(
                key=f"{LEAVE_ITEM}:{asked.pk}:{asked.version}",
                kind="报备",
                title=f"{name}学前报备：{reason}，{text}",
                url=f"/activities/notices/{study.pk}/",
                organisation=MODEL_BRANCH,
                role=Role.BRANCH_SECRETARY,
                due=study.day,
            )


def lead_groups() -> None:
    """Give every Party group a leader, and every branch without one a day of its last election."""
    groups = Organisation.objects.filter(tier="党小组", active=True)
    leaders = []
    for number, group in enumerate(groups.order_by("id")):
        member = Person.objects.filter(group=group).order_by("id").last()
        if member:
            leaders.append(
                PostHolding(
                    id=f"zz-{number:04d}", person=member, organisation=group, post="组长", since=date(2025, 1, 2)
                )
            )
    PostHolding.objects.bulk_create(leaders, batch_size=500)
    elected = OrganisationEvent.objects.filter(event__in=("换届", "成立"), day__gte=date(2023, 1, 1))
    others = Organisation.objects.filter(tier="党支部", active=True).exclude(pk__in=elected.values("organisation_id"))
    events = [
        OrganisationEvent(
            id=f"hj-{number:04d}", organisation=one, event="换届", day=_elected(number), received=_elected(number)
        )
        for number, one in enumerate(others.order_by("id"))
    ]
    OrganisationEvent.objects.bulk_create(events, batch_size=500)


def _elected(number: int) -> date:
    return date(2023, 9, 5) + timedelta(days=(number * 37) % 800)


def sign(day: date) -> None:
    """Send the year's list out for signature at the start of the year; a few branches have not signed."""
    committee = Organisation.objects.filter(tier="机关党委").first()
    if committee is None:
        return
    book = catalogue(day)
    sent = SignOffRound.objects.create(
        year=book.year.label,
        title=f"{book.year.label} 年度责任清单签认",
        pack=book.version,
        duties=len(book.own),
        issuer=committee,
        issued=date(day.year, 1, 12),
        due=date(day.year, 2, 10),
    )
    secretaries = dict(PostHolding.objects.filter(post="书记", until=None).values_list("organisation_id", "person_id"))
    asked = Organisation.objects.filter(tier__in=SIGNER_OF, active=True).order_by("code")
    rows = [
        SignOff(
            round=sent,
            organisation=one,
            duties=len(book.matching(one.tier)),
            signed=None if number % 82 == 41 else date(day.year, 1, 13) + timedelta(days=number % 25),
            by="" if number % 82 == 41 else secretaries.get(one.pk, ""),
        )
        for number, one in enumerate(asked)
    ]
    SignOff.objects.bulk_create(rows, batch_size=500)
