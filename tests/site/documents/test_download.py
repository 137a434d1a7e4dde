"""Fetching a file: by scope, always as something to save."""

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bihuan_site.documents.models import Upload
from bihuan_site.documents.taking import path_of, take
from bihuan_site.shared.roles import Role
from tests.support.site_agency import Agency

Clients: TypeAlias = Callable[[Role | str], Client]


@pytest.fixture
def paper(agency: Agency, settings: Any, tmp_path: Any) -> Upload:
    settings.MEDIA_ROOT = tmp_path / "files"
    given = SimpleUploadedFile('纪要"1;x.txt', "会议纪要".encode())
    return take(agency.actor(Role.BRANCH_SECRETARY), given, "zb-001")


def test_a_file_is_sent_to_be_saved_never_to_be_shown(client_as: Clients, paper: Upload) -> None:
    answer = client_as(Role.BRANCH_SECRETARY).get(f"/documents/{paper.pk}/")
    assert b"".join(answer.streaming_content) == "会议纪要".encode()  # type: ignore[attr-defined]  # a file answer
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E7%BA%AA%E8%A6%81")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (Role.BRANCH_MEMBER, 200),
        (Role.OFFICE, 200),
        (Role.COMMITTEE_MEMBER, 200),
        (Role.SUB_COMMITTEE, 404),
        (Role.MEMBER, 404),
        (Role.SYSTEM_ADMIN, 403),
    ],
)
def test_who_may_fetch_is_decided_by_scope(client_as: Clients, paper: Upload, who: Role, status: int) -> None:
    answer = client_as(who).get(f"/documents/{paper.pk}/")
    assert answer.status_code == status
    answer.close()


def test_another_branch_gets_nothing(client_as: Clients, agency: Agency, paper: Upload) -> None:
    assert client_as(agency.secretary_of("zb-002")).get(f"/documents/{paper.pk}/").status_code == 404


def test_a_row_without_its_file_is_missing_not_broken(client_as: Clients, paper: Upload) -> None:
    path_of(paper.stored).unlink()
    assert client_as(Role.BRANCH_SECRETARY).get(f"/documents/{paper.pk}/").status_code == 404
