"""Restoring: an archive is proven whole before anything is written, and what was written is proven equal to it."""

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, transaction

from bihuan_site.audit.chain import append, faults
from bihuan_site.audit.models import AuditRow
from bihuan_site.jobs.backup import manifest
from bihuan_site.jobs.backup.manifest import Manifest
from bihuan_site.jobs.backup.tables import digest_of, label_of, load, put_to_rest, reset_sequences, tables
from bihuan_site.shared.problems import Refused

DEFAULT = "default"
NOT_AN_ARCHIVE = "不是闭环的备份，或者已损坏"


def restore(source: Path) -> Manifest:
    """Bring an archive back into an empty site, all or nothing.

    Raises :class:`Refused` for a file that is no whole archive, one of another version, a site that is not empty.
    """
    with _opened(source) as archive:
        page = checked(archive, source)
        if manifest.unmigrated(DEFAULT):
            call_command("migrate", interactive=False, verbosity=0)
        _must_be_empty()
        written: list[Path] = []
        try:
            _bring_files(archive, page, written)
            with transaction.atomic():
                _bring_tables(archive, page)
        except BaseException as problem:
            for path in written:
                path.unlink(missing_ok=True)
            if isinstance(problem, DatabaseError):
                raise Refused(f"数据库没有接受备份里的内容，没有写入任何东西：{problem}") from problem
            raise
    return page


@contextmanager
def _opened(source: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(source)
    except FileNotFoundError:
        raise Refused(f"没有 {source} 这个文件。") from None
    except (zipfile.BadZipFile, OSError, ValueError):
        raise Refused(f"{source} {NOT_AN_ARCHIVE}（可能没有复制完整）。") from None
    with archive:
        yield archive


def checked(archive: zipfile.ZipFile, source: Path) -> Manifest:
    """Read every byte of an archive against its manifest. Raises :class:`Refused` with what is wrong."""
    try:
        page = manifest.read(archive.read(manifest.NAME))
    except (KeyError, ValueError, TypeError, AttributeError, zipfile.BadZipFile, OSError):
        raise Refused(f"{source} {NOT_AN_ARCHIVE}。") from None
    if page.format != manifest.FORMAT:
        raise Refused(f"{source} 是第 {page.format} 版格式的备份，这个程序只认第 {manifest.FORMAT} 版。")
    if page.schema != manifest.schema_of_program():
        raise Refused(
            f"{source} 是程序 {page.program} 的备份，表结构与这个程序不同。"
            f"请先装 {page.program} 恢复，再升级程序并运行 bihuan-site migrate。"
        )
    if sorted(archive.namelist()) != sorted([*page.parts, manifest.NAME]):
        raise Refused(f"{source} 里的内容与清单不符，已损坏或被改动。")
    for name, part in page.parts.items():
        if _hash(archive, name) != (part.sha256, part.size):
            raise Refused(f"{source} 里的 {name} 与清单的摘要不符，已损坏或被改动。")
    wanted = {manifest.TABLE.format(label_of(model)) for model in tables()}
    if wanted != {name for name in page.parts if name.startswith("tables/")}:
        raise Refused(f"{source} 里的表不全。")
    return page


def _hash(archive: zipfile.ZipFile, name: str) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(name) as member:
            while piece := member.read(1024 * 1024):
                digest.update(piece)
                size += len(piece)
    except Exception:  # a damaged member raises whatever its packing raises: it is not what the manifest says
        return "", 0
    return digest.hexdigest(), size


def _must_be_empty() -> None:
    held = next((label_of(model) for model in tables() if model._base_manager.exists()), "")
    files = Path(settings.MEDIA_ROOT)
    if held or (files.is_dir() and any(path.is_file() for path in sorted(files.rglob("*")))):
        what = f"数据库里有内容（{held}）" if held else f"附件目录 {files} 里有文件"
        raise Refused(f"只能恢复到空的站点，而{what}。请用新的数据目录或新的数据库。")


def _bring_files(archive: zipfile.ZipFile, page: Manifest, written: list[Path]) -> None:
    for name in page.parts:
        kind, _, stored = name.partition("/")
        if kind != "files":
            continue
        if not (stored.isalnum() and stored.isascii()):
            raise Refused(f"备份里的文件名 {stored} 不正常。")
        target = Path(settings.MEDIA_ROOT) / stored[:2] / stored
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        written.append(target)
        with archive.open(name) as member, target.open("wb") as file:
            target.chmod(0o600)
            while piece := member.read(1024 * 1024):
                file.write(piece)


def _bring_tables(archive: zipfile.ZipFile, page: Manifest) -> None:
    for model in tables():
        with archive.open(manifest.TABLE.format(label_of(model))) as lines:
            load(model, lines, DEFAULT)
    for model in tables():
        if digest_of(model, DEFAULT) != page.parts[manifest.TABLE.format(label_of(model))].sha256:
            raise Refused(f"写入以后的 {label_of(model)} 与备份不同，没有恢复。请把这句话告诉开发者。")
    broken = faults(AuditRow.objects.order_by("sequence").iterator(), page.audit_head if page.audit_head[0] else None)
    if broken:
        raise Refused(f"备份里的审计链在第 {broken[0].sequence} 行断开：{broken[0].what}。没有恢复。")
    reset_sequences(DEFAULT)
    put_to_rest(DEFAULT)
    append("jobs.restored", details={"made": page.made, "head": page.audit_head[0], "from": page.database})
