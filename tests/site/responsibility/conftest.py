"""The agency with the demo pack in force and every standing reckoned."""

from typing import TYPE_CHECKING

import pytest

from bihuan_site.scoring.refreshing import refresh_all

if TYPE_CHECKING:
    from bihuan_site.packs.models import PackVersion


@pytest.fixture
def standing(pack: "PackVersion") -> "PackVersion":
    """Obligations and scores of the whole agency, as the daily job leaves them."""
    refresh_all()
    return pack
