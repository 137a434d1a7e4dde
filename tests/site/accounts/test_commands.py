"""The commands of the first day and of the trail."""

import io
import re

import pytest
from django.core.management import CommandError, call_command

from bihuan_site.accounts.hats import hats_of
from bihuan_site.accounts.models import Account, RoleGrant
from bihuan_site.accounts.slips import find
from bihuan_site.audit.acting import Done
from bihuan_site.audit.chain import append
from bihuan_site.audit.models import AuditRow
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.roles import ADMINISTRATORS
from tests.support.site_agency import Agency


def said(name: str, *given: str) -> str:
    out = io.StringIO()
    call_command(name, *given, stdout=out)
    return out.getvalue()


def test_init_makes_three_administrators_with_codes_and_no_password(db: None) -> None:
    text = said("init")
    found = re.findall(r"用户名 (\w+)　激活码 (\S+)", text)
    assert len(found) == 3
    roles = []
    for username, code in found:
        account = Account.objects.get(username=username)
        assert account.person is None
        assert not account.has_usable_password()
        assert find(account, code)
        roles += [hat.role for hat in hats_of(account, business_day())]
    assert roles == list(ADMINISTRATORS)


def test_init_refuses_when_administrators_exist(agency: Agency) -> None:
    with pytest.raises(CommandError, match="已经有了"):
        said("init")
    assert RoleGrant.objects.count() == 3


def test_a_lost_administrator_gets_a_new_code_and_the_trail_says_so(agency: Agency) -> None:
    code = re.findall(r"激活码 (\S+)", said("init", "--again", "安全管理员"))[-1]
    account = Account.objects.get(username="security_admin")
    assert find(account, code)
    assert not account.has_usable_password()
    assert AuditRow.objects.get().act == "accounts.code_renewed"


@pytest.mark.parametrize("name", ["createsuperuser", "changepassword"])
def test_the_ways_around_the_trail_are_shut(db: None, name: str) -> None:
    with pytest.raises(CommandError, match="没有超级用户"):
        said(name)


def test_a_sound_chain_is_verified_against_its_head(db: None) -> None:
    for number in range(5):
        append("test.act", details={"number": number})
    head = said("audit-head").strip()
    append("test.act")
    assert "审计链完整，共 6 行，与留存的链头相符" in said("audit-verify", "--head", head)


def test_a_changed_row_is_found(db: None) -> None:
    for _ in range(3):
        append("test.act")
    AuditRow.objects.filter(sequence=2).update(act="test.other")
    with pytest.raises(CommandError, match="1 处不对"):
        said("audit-verify")


def test_a_deleted_row_is_found(db: None) -> None:
    for _ in range(3):
        append("test.act")
    AuditRow.objects.filter(sequence=2).delete()
    with pytest.raises(CommandError):
        said("audit-verify")


def test_a_tail_cut_off_is_found_only_with_the_head_kept_outside(db: None) -> None:
    for _ in range(3):
        append("test.act")
    head = said("audit-head").strip()
    AuditRow.objects.filter(sequence=3).delete()
    assert "审计链完整" in said("audit-verify")
    with pytest.raises(CommandError):
        said("audit-verify", "--head", head)


def test_a_rebuilt_chain_is_found_with_the_head_kept_outside(db: None) -> None:
    for _ in range(3):
        append("test.act")
    head = said("audit-head").strip()
    AuditRow.objects.all().delete()
    for _ in range(4):
        append("test.invented")
    assert "审计链完整" in said("audit-verify")
    with pytest.raises(CommandError):
        said("audit-verify", "--head", head)


def test_a_head_written_badly_is_refused(db: None) -> None:
    with pytest.raises(CommandError, match="64 位"):
        said("audit-verify", "--head", "12:xyz")


def test_an_act_whose_row_cannot_be_written_did_not_happen(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    from bihuan_site.accounts import actions

    def fails(*given: object, **named: object) -> Done[None]:
        raise OSError("disk full")

    monkeypatch.setattr("bihuan_site.audit.acting.append", fails)
    with pytest.raises(OSError, match="disk full"):
        actions.put_on(actor=agency.actor("ry-011"), hat="MEMBER@zb-001")
    from bihuan_site.accounts.models import LastHat

    assert not LastHat.objects.exists()
