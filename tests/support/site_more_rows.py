"""One row of what the later rooms keep: a draft of the rules, a visit with its comment, a session of theory study."""

from datetime import time
from typing import Any

from bihuan_site.packs.actions import start_draft
from bihuan_site.packs.models import PackVersion
from bihuan_site.progress.study.actions import Arranged, add_topic, arrange
from bihuan_site.progress.visits.actions import record_visit
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.roles import Role
from tests.support.site_agency import DAY, Agency

DUTY, MEASURE = "duty.branch.theme_day", "institutions.theme_day"


def later_rows(agency: Agency, office: Actor, activity: str, study_group: str) -> dict[str, dict[str, Any]]:
    """Make them; gives what stands for the parameters of their pages."""
    return _of_packs(office) | _of_visits(agency, activity) | _of_study(office, study_group)


def _of_packs(office: Actor) -> dict[str, dict[str, Any]]:
    in_force = PackVersion.objects.get()
    draft = start_draft(actor=office, version=in_force.pk, number="2026.4", note="党小组会少开扣得少些").result
    assert draft is not None
    more = {
        "duty": {"duty": DUTY},
        "measure": {"measure": MEASURE},
        "case": {"number": 1},
        "new_case": {"kind": "duty", "name": DUTY},
        "withdraw": {"kind": "duty", "name": DUTY},
    }
    names = ("version", "cases", "compare", "new_draft", "duties", "new_duty", "effect", "grades", "measures")
    rest = ("new_measure", "put_in_force", "workbook", *more)
    return {f"packs:{name}": {"version": draft.pk} | more.get(name, {}) for name in (*names, *rest)}


def _of_visits(agency: Agency, activity: str) -> dict[str, dict[str, Any]]:
    visit = record_visit(
        actor=agency.actor(Role.COMMITTEE_MEMBER), activity=activity, comment="走访扎实，难题认领到人。"
    ).result
    assert visit is not None
    return {"progress:visit": {"visit": visit.pk}}


def _of_study(office: Actor, study_group: str) -> dict[str, dict[str, Any]]:
    """A session of the leading group to which a study group of zb-001 is invited."""
    topic = add_topic(
        actor=office, organisation="dz-01", year=2026, text="党的创新理论", source="年度学习通知第 1 条", month=6
    ).result
    assert topic is not None
    session = Arranged("学习重要讲话", DAY, time(9, 0), "三楼会议室", (topic.pk,), (f"group:{study_group}",))
    made = arrange(actor=office, organisation="dz-01", session=session).result
    assert made is not None
    names = ("study_session", "change_study_session", "record_study_session", "study_seat")
    return {f"progress:{name}": {"session": made.pk} for name in names}
