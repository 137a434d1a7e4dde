"""One row of everything the site keeps, made by its own actions, so that every page has something to show."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from django.core.files.uploadedfile import SimpleUploadedFile

from bihuan_site.documents.taking import take
from bihuan_site.inbox.actions import make_calendar
from bihuan_site.inbox.models import Channel, Item
from bihuan_site.inbox.posting import settle, tell
from bihuan_site.jobs import working
from bihuan_site.organisations.exchange.actions import save_mapping, stage_import
from bihuan_site.organisations.exchange.reading import read_workbook
from bihuan_site.organisations.groups import study_actions, task_force_actions
from bihuan_site.organisations.groups.queries import young_people
from bihuan_site.organisations.models import Handover, PostHolding
from bihuan_site.organisations.posts.actions import remove
from bihuan_site.organisations.tree.terms import hold_election
from bihuan_site.progress.activities.actions import record_activity, save_draft
from bihuan_site.progress.checkin.actions import check_in
from bihuan_site.progress.checkin.codes import code_of
from bihuan_site.progress.models import Source, SupervisedTask
from bihuan_site.progress.notices.actions import announce, ask_leave
from bihuan_site.progress.submissions.actions import hand_in
from bihuan_site.progress.supervised.actions import Order, issue
from bihuan_site.responsibility.exemptions.actions import ask
from bihuan_site.responsibility.programmes.actions import make_programme
from bihuan_site.responsibility.signing.actions import issue_round
from bihuan_site.scoring.models import Obligation
from bihuan_site.scoring.refreshing import refresh_all
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.roles import OFFICE, Relation, Role
from tests.support.site_activities import a_coming, a_record, everybody, posted
from tests.support.site_agency import DAY, Agency, publish_demo_pack
from tests.support.site_more_rows import later_rows
from tests.support.workbooks import BAD_PEOPLE, GOOD, workbook

Filler = Callable[[], str]


@dataclass(frozen=True)
class Rows:
    """What stands for a parameter in an address: by route and parameter, or by the parameter alone."""

    by_route: dict[str, dict[str, Any]]
    by_name: dict[str, Any]

    def fill(self, route: str, name: str) -> str | None:
        """Give what to put for the parameter ``name`` of a route; None if nobody said."""
        found = self.by_route.get(route, {}).get(name, self.by_name.get(name))
        return found() if callable(found) else None if found is None else str(found)


def made_rows(agency: Agency) -> Rows:
    """Make the rows; the demo pack is put in force and every standing reckoned."""
    publish_demo_pack()
    refresh_all()
    secretary = agency.actor(Role.BRANCH_SECRETARY).seeing(dict.fromkeys(Role, Relation.OWN))
    office = agency.actor(Role.OFFICE).seeing(OFFICE)
    organisations = _of_organisations(office)
    responsibility = _of_responsibility(office, secretary)
    progress, by_name = _of_progress(agency, secretary)
    progress["progress:supervised_task"] = {"task": _of_supervised(office)}
    others = _of_the_rest(agency, secretary)
    study_group = organisations["organisations:study_group"]["pk"]
    later = later_rows(agency, office, by_name["activity"], study_group)
    by_route = later | organisations | responsibility | progress | others
    return Rows(by_route, by_name | {"organisation": agency.branch, "period": "2026H1"})


def _of_organisations(office: Actor) -> dict[str, dict[str, Any]]:
    hold_election(actor=office, organisation="zb-001", day=date(2023, 8, 1))
    holding = PostHolding.objects.get(organisation_id="zb-002", post="组织委员")
    remove(actor=office, holding=holding.pk, last_day=date(2026, 6, 17), receiver="ry-023")
    force = task_force_actions.set_up_task_force(
        actor=office,
        organisation="jw-01",
        name="治超专班",
        purpose="治理超限运输，三个月内见效",
        lead="ry-011",
        since=DAY,
        members=["ry-023", "ry-031"],
    ).result
    assert force is not None
    task_force_actions.add_task(actor=office, task_force=force.pk, text="摸清底数", due=date(2026, 6, 10))
    young = [pk for pk, _ in young_people(office, "zb-001")]
    group = study_actions.found_study_group(
        actor=office, organisation="zb-001", name="规划处青年小组", since=DAY, members=young, leader=young[0]
    ).result
    assert group is not None
    read = read_workbook(office, workbook({**GOOD, "人员": BAD_PEOPLE}), "名册.xlsx")
    staged = stage_import(actor=office, read=read).result
    assert staged is not None
    columns = {"编号": "人员编号", "姓名": "姓名", "所在支部": "组织编号", "转入": "转入日期"}
    save_mapping(actor=office, name="老表", table="人员", sheet="名册", heading_row=1, columns=columns, constants={})
    pk = {
        "study_group": group.pk,
        "change_study_group": group.pk,
        "end_study_group": group.pk,
        "observers": group.pk,
        "task_force": force.pk,
        "end_task_force": force.pk,
        "task_force_members": force.pk,
        "add_task": force.pk,
        "handover": Handover.objects.get().pk,
        "remove": PostHolding.objects.get(organisation_id="zb-003", post="组织委员").pk,
        "staged": staged.pk,
        "rename_group": "xz-02",
        "dissolve_group": "xz-02",
        **dict.fromkeys(("person", "person_act", "person_data", "show_phone"), "ry-015"),
        **dict.fromkeys(
            ("organisation", "appoint", "change", "election", "extend", "grouping", "new_group", "new_study_group"),
            "zb-001",
        ),
    }
    found: dict[str, dict[str, Any]] = {f"organisations:{name}": {"pk": value} for name, value in pk.items()}
    found["organisations:change"]["act"] = "renamed"
    found["organisations:person_act"]["act"] = "phone"
    found["organisations:mapping"] = {"name": "老表"}
    return found


def _of_responsibility(office: Actor, secretary: Actor) -> dict[str, dict[str, Any]]:
    weekly = "duty.branch_secretary.weekly_study"
    asked = ask(
        actor=secretary,
        target_id=weekly,
        ground="放假的整周",
        since=date(2026, 1, 1),
        until=date(2026, 6, 30),
    ).result
    signing = issue_round(actor=office, due=date(2026, 7, 3)).result
    programme = make_programme(
        actor=office, title="基层基础三年行动", first_year=2026, last_year=2028, headings=["固基础", "建体系"]
    ).result
    own = Obligation.objects.filter(organisation_id="zb-001").order_by("pk").first()
    assert asked and signing and programme and own
    duty = {"duty": "duty.branch_secretary.lecture"}
    heading = programme.headings.first()
    assert heading is not None
    return {
        "responsibility:duty": duty,
        "responsibility:plan": duty,
        "responsibility:source": {"source": "支部工作条例"},
        "responsibility:task": {"task": own.pk},
        "responsibility:exemption": {"request_id": asked.pk},
        "responsibility:signing_round": {"round": signing.pk},
        "responsibility:programme": {"key": "programme.five_good"},
        "responsibility:change_programme": {"number": programme.pk},
        "responsibility:programme_heading": {"number": programme.pk, "heading": heading.pk},
    }


def _of_progress(agency: Agency, secretary: Actor) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """An activity somebody missed, one to come with leave asked, one on now with a code and somebody there, a draft."""
    member = agency.actor(Role.MEMBER)
    activity = record_activity(
        actor=secretary, organisation="zb-001", record=a_record(attendance=everybody(ry_015="报备"))
    ).result
    coming = announce(actor=secretary, organisation="zb-001", coming=a_coming()).result
    now = announce(
        actor=secretary, organisation="zb-001", coming=a_coming(day=DAY, begins=time(9, 0), title="党员大会")
    ).result
    assert activity and coming and now
    ask_leave(actor=agency.actor("ry-016"), notice=coming.pk, reason="出差")
    check_in(actor=member, notice=now.pk, code=code_of(now.pk))
    begun = {name: value if isinstance(value, list) else [value] for name, value in posted(a_record()).items()}
    save_draft(actor=secretary, organisation="zb-001", form="activity", mark="draft-1", content=begun, title="写了一半")
    other = announce(
        actor=secretary, organisation="zb-001", coming=a_coming(day=DAY, begins=time(9, 5), title="集中学习")
    ).result
    paper = hand_in(actor=secretary, organisation="zb-001", window="思想政治工作汇报|2026H1|").result
    assert other and paper
    by_route = {
        "progress:scan": {"code": lambda: code_of(other.pk)},
        "progress:here": {"notice": now.pk},
        "progress:submission": {"submission": paper.submission_id},
    }
    return by_route, {"activity": activity.pk, "notice": coming.pk}


def _of_supervised(office: Actor) -> int:
    """A task the office has set the branch, not yet signed for."""
    order = Order(
        title="补齐 5 月党小组会",
        text="5 月有一个党小组没有开会，请补开。",
        source=Source.values[0],
        due=date(2026, 6, 30),
        organisations=("zb-001",),
    )
    issue(actor=office, order=order)
    return SupervisedTask.objects.get().pk


def _of_the_rest(agency: Agency, secretary: Actor) -> dict[str, dict[str, Any]]:
    tell(key="told", kind="通知", title="上半年党课通知", url="/inbox/", person="ry-011", due=date(2026, 6, 1))
    settle("told")
    secret_of_codes = get_adapter().encrypt(auth.generate_totp_secret())
    Authenticator.objects.create(
        user=agency.account(Role.DISCIPLINE), type=Authenticator.Type.TOTP, data={"secret": secret_of_codes}
    )
    RecoveryCodes.activate(agency.account(Role.DISCIPLINE))
    upload = take(secretary, SimpleUploadedFile("纪要.txt", "会议纪要".encode()), "zb-001")
    secret = make_calendar(actor=secretary).result
    working.work_now()
    channel = Channel.objects.create(kind="短信网关", name="短信网关")
    return {
        "inbox:item": {"item": Item.objects.get(key="told").pk},
        "inbox:feed": {"secret": secret},
        "inbox:channel": {"channel": channel.pk},
        "documents:download": {"upload": upload.pk},
        "accounts:account": {"number": agency.account("ry-015").pk},
    }
