"""The demonstration shows something on the pages of papers, supervised tasks, visits and theory study."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bihuan_site.ledger.models import Activity, Participation, Submission
from bihuan_site.progress import demo
from bihuan_site.progress.models import Paper, StudySession, StudyTopic, SupervisedTask, TaskState, Visit
from bihuan_site.progress.submissions.filling import label_of, last_day_of
from bihuan_site.shared.roles import Role
from tests.support.site_agency import DAY

pytestmark = pytest.mark.usefixtures("pack")


def test_every_page_is_alive(client_as: Callable[[Role | str], Client]) -> None:
    for place in range(3):
        day = DAY - timedelta(days=place)
        Submission.objects.create(
            id=f"bs-{place}", organisation_id="zb-001", kind="党务公开", day=day, period="2026Q2", returned=place == 2
        )
    held = Activity.objects.create(id="hd-1", organisation_id="zb-001", kinds=("主题党日",), day=DAY)
    Participation.objects.create(activity=held, person_id="ry-905", role="列席")
    Activity.objects.create(id="hd-2", organisation_id="dz-01", kinds=("中心组学习",), day=date(2026, 3, 5))
    demo.fill(DAY, None)  # type: ignore[arg-type]  # these matters take nothing from the roster
    assert Paper.objects.count() == 3 and Visit.objects.count() == 1
    assert {*SupervisedTask.objects.values_list("state", flat=True)} == {*TaskState.values}
    assert StudyTopic.objects.count() == 12 and StudySession.objects.count() == 2
    client = client_as(Role.OFFICE)
    for name, words in (
        ("submissions", "待签收 2"),
        ("supervised", "每周半天学习"),
        ("visits", "规划处党支部"),
        ("visit_coverage", "秦望舒"),
        ("study", "已学 1 个"),
    ):
        assert words in client.get(reverse(f"progress:{name}")).content.decode(), name


def test_periods_of_the_ledger_are_written_as_on_the_pages() -> None:
    words = [label_of(one) for one in ("2026H1", "2026H2", "2026Q3", "2026-05", "2026", "")]
    assert words == ["上半年", "下半年", "3季度", "5月", "2026年", ""]
    assert last_day_of("2026Q1") == date(2026, 3, 31) and last_day_of("2026-05") is None
