"""What the tests of attacks share: a row of everything, and whoever tries it."""

from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from bihuan_site.progress.checkin import codes
from tests.support.site_agency import DAY, Agency
from tests.support.site_rows import Rows, made_rows

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper


@pytest.fixture
def rows(agency: Agency, monkeypatch: pytest.MonkeyPatch, settings: "SettingsWrapper", tmp_path: Path) -> Rows:
    """A row of everything, most of it of zb-001, at five to nine in the morning."""
    morning = timezone.make_aware(datetime.combine(DAY, time(8, 55)))
    monkeypatch.setattr(codes, "there_now", lambda: morning)
    settings.MEDIA_ROOT = tmp_path / "files"
    return made_rows(agency)
