"""Files that come in, and files that are stopped: by size, kind, tricks, quota and secrecy markings."""

import io
import zipfile
from typing import Any, TypeAlias

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bihuan_site.documents import taking
from bihuan_site.documents.models import Upload
from bihuan_site.documents.sweeping import sweep
from bihuan_site.documents.taking import check, clean_name, path_of, take
from bihuan_site.jobs.models import Job
from bihuan_site.jobs.working import LeasedRun
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.roles import Role
from tests.support.site_agency import Agency

Settings: TypeAlias = Any
"""The fixture of pytest-django."""

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def docx(*paragraphs: str, members: tuple[tuple[str, bytes], ...] = ()) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document>{body}</w:document>")
        for name, content in members:
            archive.writestr(name, content)
    return target.getvalue()


def xlsx(*cells: str) -> bytes:
    book, target = openpyxl.Workbook(), io.BytesIO()
    for cell in cells:
        book.active.append([cell])  # type: ignore[union-attr]  # a new workbook has a sheet
    book.save(target)
    return target.getvalue()


@pytest.fixture
def folder(settings: Settings, tmp_path: Any) -> Any:
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("说明.pdf", b"%PDF-1.7\n%%EOF", "pdf"),
        ("照片.PNG", PNG, "png"),
        ("照片.jpeg", b"\xff\xd8\xff\xe0" + b"\0" * 20, "jpg"),
        ("纪要.docx", docx("会议纪要"), "docx"),
        ("台账.xlsx", xlsx("编号"), "xlsx"),
        ("旧表.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "ole"),
        ("纪要.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "ole"),
        ("记录.txt", "党课记录".encode("gb18030"), "txt"),
    ],
)
def test_a_file_of_a_known_kind_is_taken(name: str, content: bytes, kind: str) -> None:
    assert check(upload(name, content)).kind.name == kind


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("页面.html", b"<html>", "这种文件不能上传"),
        ("图.svg", b"<svg/>", "这种文件不能上传"),
        ("无扩展名", b"x", "这种文件不能上传"),
        ("纪要.docx.exe", b"MZ", "这种文件不能上传"),
        ("假.pdf", b"MZ\x90\0", "与扩展名不符"),
        ("假.png", b"GIF89a", "与扩展名不符"),
        ("加密.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "与扩展名不符"),
        ("表.docx", xlsx("x"), "与扩展名不符"),
        ("空.txt", b"", "是空的"),
        ("坏.docx", docx("x")[:80], "已损坏"),
        ("宏.docx", docx("x", members=(("word/vbaProject.bin", b"x"),)), "带宏"),
        ("跳.docx", docx("x", members=(("../../evil", b"x"),)), "内部结构不正常"),
        ("炸弹.docx", docx("x", members=(("word/big.xml", b" " * 220_000_000),)), "展开以后太大"),
        ("加密.pdf", b"%PDF-1.7\ntrailer << /Encrypt 5 0 R >>", "加了密码"),
    ],
)
def test_a_file_of_another_kind_or_with_a_trick_is_stopped(name: str, content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        check(upload(name, content))


def test_a_file_over_twenty_megabytes_is_stopped() -> None:
    with pytest.raises(Refused, match="超过 20 MB"):
        check(upload("大.txt", b"a" * (taking.MOST_BYTES + 1)))


@pytest.mark.parametrize("mark", ["绝密★", "机密★10年", "秘密★启封前", "机 密 ★ 10 年", "机密☆"])
def test_a_marking_in_the_text_stops_the_file(mark: str) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 505
    for name, content in (
        ("a.docx", docx("通知", mark)),
        ("a.xlsx", xlsx("通知", mark)),
        ("a.txt", f"通知\n{mark}".encode("gb18030")),
        ("a.doc", ole + mark.encode("utf-16-le")),
    ):
        with pytest.raises(Refused, match="涉密信息不能进入本系统"):
            check(upload(name, content))


def test_a_marking_cut_in_pieces_by_the_editor_still_stops_the_file() -> None:
    with pytest.raises(Refused, match="涉密信息"):
        check(upload("a.docx", docx("机</w:t></w:r><w:r><w:t>密</w:t></w:r><w:r><w:t>&#9733;10年")))


def test_a_marking_in_the_header_of_the_page_stops_the_file() -> None:
    header = "<w:hdr><w:t>机密★10年</w:t></w:hdr>".encode()
    with pytest.raises(Refused, match="涉密信息"):
        check(upload("a.docx", docx("通知", members=(("word/header1.xml", header),))))


@pytest.mark.parametrize("name", ["机密★10年 通知.pdf", "【秘密】名单.pdf", "绝密级材料.pdf", "机密件.pdf"])
def test_a_marking_in_the_name_stops_the_file(name: str) -> None:
    with pytest.raises(Refused, match="涉密信息"):
        check(upload(name, b"%PDF-1.7\n"))


@pytest.mark.parametrize("text", ["保密教育：不得泄露国家秘密", "商业秘密保护", "机密性要求"])
def test_speaking_of_secrets_is_no_marking(text: str) -> None:
    assert check(upload("保密教育.docx", docx(text))).looked_at == "文件名和正文"


def test_a_file_is_kept_under_a_random_name_with_its_digest(agency: Agency, folder: Any) -> None:
    found = take(agency.actor(Role.BRANCH_SECRETARY), upload("../../纪\u202e要.docx", docx("x")), "zb-001")
    assert found.name == "纪要.docx" and found.owner_id == "ry-011"
    assert path_of(found.stored).read_bytes() == docx("x") or path_of(found.stored).stat().st_size == found.size
    assert "纪" not in str(path_of(found.stored)) and len(found.digest) == 64
    assert path_of(found.stored).stat().st_mode & 0o077 == 0


def test_a_unit_has_a_quota(agency: Agency, folder: Any, settings: Settings) -> None:
    settings.UPLOAD_QUOTA_MB = 1
    actor = agency.actor(Role.BRANCH_SECRETARY)
    take(actor, upload("一.txt", b"a" * 700_000), "zb-001")
    with pytest.raises(Refused, match="上限 1 MB"):
        take(actor, upload("二.txt", b"a" * 700_000), "zb-001")
    take(actor, upload("二.txt", b"a" * 700_000), "zb-002")


def test_bytes_that_no_row_speaks_of_are_swept_after_a_day(agency: Agency, folder: Any) -> None:
    import os

    actor = agency.actor(Role.BRANCH_SECRETARY)
    kept, gone, new = (take(actor, upload(f"{one}.txt", b"x"), "zb-001") for one in "一二三")
    Upload.objects.filter(pk__in=[gone.pk, new.pk]).delete()
    os.utime(path_of(gone.stored), (1, 1))
    job = Job.objects.create(name="x", slot="x", day=agency.day, state="在办", not_before="2026-01-01T00:00Z")
    assert sweep(LeasedRun(job)) == "清理 1 个无主文件"
    assert path_of(kept.stored).exists() and path_of(new.stored).exists() and not path_of(gone.stored).exists()


@pytest.mark.parametrize("name", ["", "..", "../x.pdf", "a" * 300 + ".pdf", "CON\x00.txt", ".pdf"])
def test_names_are_made_harmless(name: str) -> None:
    found = clean_name(name)
    assert 0 < len(found) <= 120 and "/" not in found and "\x00" not in found and found not in (".", "..")


@pytest.mark.parametrize("name", ["", "../secret.key", "ABC", "0" * 31, "0" * 32 + "/.."])
def test_only_names_made_here_lead_to_files(name: str) -> None:
    with pytest.raises(ValueError, match="stored name"):
        path_of(name)
