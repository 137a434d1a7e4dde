"""Health for machines and 运行 for the system administrator."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client

from bihuan_site.audit.models import AuditRow
from bihuan_site.jobs import working
from bihuan_site.jobs.models import Job, State
from bihuan_site.shared.roles import Role
from tests.support.site_agency import Agency

Clients = Callable[[Role | str], Client]


def test_health_is_not_ok_before_anybody_works_and_ok_after(db: None) -> None:
    answer = Client().get("/health/")
    assert (answer.status_code, answer.content) == (503, b"not ok")
    working.work_now()
    answer = Client().get("/health/")
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_health_is_not_ok_when_a_work_has_failed(db: None) -> None:
    working.work_now()
    Job.objects.filter(name="jobs.tidy").update(state=State.FAILED)
    assert Client().get("/health/").status_code == 503


def test_the_command_works_once_for_cron(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("work", "--once")
    assert "做了" in capsys.readouterr().out
    call_command("work", "--once")
    assert "做了 0 件" in capsys.readouterr().out


def test_the_system_administrator_sees_works_versions_and_no_business_data(client_as: Clients) -> None:
    working.work_now()
    page = client_as(Role.SYSTEM_ADMIN).get("/running/").content.decode()
    for words in ("jobs.tidy", "清理旧的运行记录", "业务日", "审计链头", "每天"):
        assert words in page
    for name in ("规划处", "林青"):
        assert name not in page


def test_running_now_is_an_act(client_as: Clients, agency: Agency) -> None:
    working.work_now()
    client = client_as(Role.SYSTEM_ADMIN)
    client.post("/running/jobs.tidy/", {"key": "k1"})
    client.post("/running/jobs.tidy/", {"key": "k1"})
    assert AuditRow.objects.filter(act="jobs.run_asked", on="job:jobs.tidy").count() == 1
    assert Job.objects.filter(name="jobs.tidy", state=State.WAITING).count() == 1
    assert client.post("/running/no.such/").status_code == 404


def test_nobody_else_takes_the_page(client_as: Clients) -> None:
    for role in (Role.OFFICE, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.MEMBER):
        assert client_as(role).get("/running/").status_code == 403
