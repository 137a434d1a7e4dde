"""Backup and restore: the same rows come back, and nothing else is taken for a backup."""

import json
import threading
import zipfile
from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from bihuan_site.accounts.models import Account, ActivationSlip
from bihuan_site.audit.chain import append, faults, head
from bihuan_site.audit.models import AuditRow
from bihuan_site.documents.taking import path_of, take
from bihuan_site.inbox.models import Channel, FeedAddress, Item
from bihuan_site.inbox.posting import tell
from bihuan_site.jobs.backup import manifest
from bihuan_site.jobs.backup.restoring import restore
from bihuan_site.jobs.backup.tables import NOT_REVIVED, digest_of, label_of, tables
from bihuan_site.jobs.backup.writing import back_up
from bihuan_site.ledger.models import Activity, ExternalResult
from bihuan_site.organisations.models import Person
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.roles import Role
from tests.support.site_agency import DAY, Agency, found_agency, publish_demo_pack

Settings: TypeAlias = Any
"""The fixture of pytest-django."""

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(settings: Settings, tmp_path: Path) -> Agency:
    """An agency with rows of every sort of column, and a file."""
    settings.MEDIA_ROOT = tmp_path / "files"
    agency = found_agency()
    publish_demo_pack()
    Activity.objects.create(
        id="hd-1",
        organisation_id="zb-001",
        day=DAY,
        kinds=("支委会",),
        others=(("特邀", "2"),),
        text="第一行\n“𠮷”★\t\\",
        begins="09:30",
    )
    ExternalResult.objects.create(id="wb-1", organisation_id="zb-001", name="测评", day=DAY, value=Fraction(19, 3))
    take(agency.actor(Role.BRANCH_SECRETARY), SimpleUploadedFile("纪要.txt", "纪要".encode()), "zb-001")
    tell(key="k", kind="通知", title="通知", url="/", person="ry-015")
    append("test.act", details={"一": 1})
    return agency


def contents_of(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]


def digests() -> dict[str, str]:
    return {label_of(model): digest_of(model, "default") for model in tables()}


def emptied(settings: Settings, tmp_path: Path) -> None:
    call_command("flush", interactive=False, verbosity=0)
    settings.MEDIA_ROOT = tmp_path / "new-files"


def test_everything_comes_back_as_it_was(site: Agency, settings: Settings, tmp_path: Path) -> None:
    target = tmp_path / "a.zip"
    back_up(target)
    before, files = digests(), contents_of(Path(settings.MEDIA_ROOT))
    assert oct(target.stat().st_mode)[-3:] == "600"
    emptied(settings, tmp_path)
    restore(target)
    after = digests()
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"audit.auditrow", *NOT_REVIVED}
    assert contents_of(Path(settings.MEDIA_ROOT)) == files
    assert ExternalResult.objects.get().value == Fraction(19, 3)
    assert Activity.objects.get().others == (("特邀", "2"),)


def test_the_trail_goes_on_from_where_it_was(site: Agency, settings: Settings, tmp_path: Path) -> None:
    page = back_up(tmp_path / "a.zip")
    emptied(settings, tmp_path)
    restore(tmp_path / "a.zip")
    assert faults(AuditRow.objects.order_by("sequence"), page.audit_head) == []
    assert head()[0] == page.audit_head[0] + 1
    assert AuditRow.objects.get(sequence=head()[0]).act == "jobs.restored"


def test_new_rows_take_new_numbers(site: Agency, settings: Settings, tmp_path: Path) -> None:
    back_up(tmp_path / "a.zip")
    last = Item.objects.get().pk
    emptied(settings, tmp_path)
    restore(tmp_path / "a.zip")
    tell(key="k2", kind="通知", title="又一个", url="/", person="ry-015")
    assert Item.objects.get(key="k2").pk > last


def test_codes_feeds_and_channels_are_not_brought_back_to_life(
    site: Agency, settings: Settings, tmp_path: Path
) -> None:
    account = Account.objects.get(person_id="ry-015")
    ActivationSlip.objects.create(account=account, digest="0" * 64, expires=timezone.now() + timedelta(days=9))
    FeedAddress.objects.create(account=account.pk, digest="1" * 64)
    Channel.objects.create(kind="邮件", name="邮件", enabled=True, since=DAY)
    back_up(tmp_path / "a.zip")
    emptied(settings, tmp_path)
    restore(tmp_path / "a.zip")
    assert not ActivationSlip.objects.get().usable(timezone.now())
    assert not FeedAddress.objects.exists()
    assert not Channel.objects.get().enabled


def damage(target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with zipfile.ZipFile(target) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target


def change_a_row(members: dict[str, bytes]) -> None:
    members["tables/organisations.person.jsonl"] = members["tables/organisations.person.jsonl"].replace(
        b"ry-015", b"ry-999"
    )


def drop_a_table(members: dict[str, bytes]) -> None:
    del members["tables/inbox.item.jsonl"]


def add_a_file(members: dict[str, bytes]) -> None:
    members["files/../../evil"] = b"x"


def of_another_schema(members: dict[str, bytes]) -> None:
    page = json.loads(members[manifest.NAME])
    page["schema"]["ledger"] = ["0099_later"]
    members[manifest.NAME] = json.dumps(page).encode()


def of_another_format(members: dict[str, bytes]) -> None:
    page = json.loads(members[manifest.NAME])
    page["format"] = 7
    members[manifest.NAME] = json.dumps(page).encode()


def without_manifest(members: dict[str, bytes]) -> None:
    del members[manifest.NAME]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (change_a_row, "摘要不符"),
        (drop_a_table, "与清单不符"),
        (add_a_file, "与清单不符"),
        (of_another_schema, "表结构与这个程序不同"),
        (of_another_format, "第 7 版格式"),
        (without_manifest, "不是闭环的备份"),
    ],
)
def test_a_changed_archive_is_refused_and_nothing_is_written(
    site: Agency, settings: Settings, tmp_path: Path, change: Callable[[dict[str, bytes]], None], words: str
) -> None:
    back_up(tmp_path / "a.zip")
    damage(tmp_path / "a.zip", change)
    emptied(settings, tmp_path)
    with pytest.raises(Refused, match=words):
        restore(tmp_path / "a.zip")
    assert not Person.objects.exists() and not AuditRow.objects.exists()


def test_half_an_archive_and_no_archive_are_refused(site: Agency, settings: Settings, tmp_path: Path) -> None:
    back_up(tmp_path / "a.zip")
    whole = (tmp_path / "a.zip").read_bytes()
    emptied(settings, tmp_path)
    (tmp_path / "half.zip").write_bytes(whole[: len(whole) // 2])
    middle = len(whole) // 2
    (tmp_path / "flipped.zip").write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
    (tmp_path / "text.zip").write_text("不是", encoding="utf-8")
    for name in ("half.zip", "flipped.zip", "text.zip", "absent.zip"):
        with pytest.raises(Refused):
            restore(tmp_path / name)
    assert not Person.objects.exists()


def test_a_trail_that_was_broken_is_not_restored(site: Agency, settings: Settings, tmp_path: Path) -> None:
    AuditRow.objects.filter(act="test.act").update(details='{"一":2}')
    back_up(tmp_path / "a.zip")
    emptied(settings, tmp_path)
    with pytest.raises(Refused, match="审计链在第"):
        restore(tmp_path / "a.zip")
    assert not Person.objects.exists()
    assert not contents_of(Path(settings.MEDIA_ROOT))


def test_a_site_with_anything_in_it_is_not_overwritten(site: Agency, tmp_path: Path) -> None:
    back_up(tmp_path / "a.zip")
    with pytest.raises(Refused, match="只能恢复到空的站点"):
        restore(tmp_path / "a.zip")


def test_an_archive_is_never_overwritten(site: Agency, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"x")
    with pytest.raises(CommandError, match="已经存在"):
        call_command("backup", str(tmp_path / "a.zip"))


def test_the_commands_say_what_they_did(
    site: Agency, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("backup", str(tmp_path / "a.zip"))
    assert "1 个附件" in capsys.readouterr().out
    emptied(settings, tmp_path)
    call_command("restore", str(tmp_path / "a.zip"))
    assert "逐表核对与备份相同" in capsys.readouterr().out


def test_a_lost_file_is_told_and_the_rest_is_backed_up(site: Agency, tmp_path: Path) -> None:
    from bihuan_site.documents.models import Upload

    path_of(Upload.objects.get().stored).unlink()
    assert back_up(tmp_path / "a.zip").missing_files == [Upload.objects.get().stored]


def test_a_backup_under_load_holds_one_moment(site: Agency, settings: Settings, tmp_path: Path) -> None:
    """A writer keeps two tables in step; whatever moment the backup caught, they are in step in it."""
    stop = threading.Event()

    def write() -> None:
        from django.db import transaction

        number = 0
        while not stop.is_set():
            number += 1
            with transaction.atomic():
                tell(key=f"n:{number}", kind="通知", title="x", url="/", person="ry-015")
                append("test.act", on=f"n:{number}")
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for name in "ab":
            back_up(tmp_path / f"{name}.zip")
    finally:
        stop.set()
        writer.join()
    emptied(settings, tmp_path)
    restore(tmp_path / "b.zip")
    assert Item.objects.filter(key__startswith="n:").count() == AuditRow.objects.filter(on__startswith="n:").count() > 0


def test_every_rule_of_what_is_not_revived_names_a_table() -> None:
    assert {label_of(model) for model in tables()} >= set(NOT_REVIVED)
