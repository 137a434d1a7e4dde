"""Writing an archive: every table, every file, then the page that vouches for them."""

import hashlib
import os
import zipfile
from collections.abc import Iterable
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from bihuan_site.audit.chain import append
from bihuan_site.audit.models import AuditRow
from bihuan_site.jobs.backup import manifest
from bihuan_site.jobs.backup.manifest import Manifest, Part
from bihuan_site.jobs.backup.snapshots import still_picture
from bihuan_site.jobs.backup.tables import label_of, lines_of, tables
from bihuan_site.shared.problems import Refused

UPLOADS = "documents.upload"


def back_up(target: Path) -> Manifest:
    """Write the whole site into one new file while people go on working.

    Raises :class:`Refused` if the file is there already, or the database is not migrated.
    """
    if target.exists():
        raise Refused(f"{target} 已经存在。请换一个文件名，旧备份不会被覆盖。")
    if manifest.unmigrated("default"):
        raise Refused("数据库还没有升级到这个版本。请先运行 bihuan-site migrate。")
    with transaction.atomic():
        append("jobs.backup_made", details={"database": connection.vendor})
    part = target.with_name(f"{target.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                page = _write(archive)
            file.flush()
            os.fsync(file.fileno())
        part.rename(target)
    except FileExistsError:
        raise Refused(f"{part} 已经存在：另一次备份正在进行，或者上次中断了。确认没有在进行后删去它再试。") from None
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return page


def _write(archive: zipfile.ZipFile) -> Manifest:
    page = Manifest(made=timezone.now().isoformat(), database=connection.vendor, schema=manifest.schema_of_program())
    with still_picture() as alias:
        last = AuditRow.objects.using(alias).order_by("-sequence").first()
        page.audit_head = (last.sequence, last.digest) if last else (0, "")
        for model in tables():
            name = manifest.TABLE.format(label_of(model))
            page.parts[name] = _add(archive, name, lines_of(model, alias), rows=True)
        names = apps.get_model(UPLOADS)._base_manager.using(alias).values_list("stored", flat=True)
        stored = sorted(str(name) for name in names)
    for name in stored:
        path = Path(settings.MEDIA_ROOT) / name[:2] / name
        if path.is_file():
            page.parts[manifest.FILE.format(name)] = _add(archive, manifest.FILE.format(name), _pieces(path))
        else:
            page.missing_files.append(name)
    archive.writestr(manifest.NAME, page.written())
    return page


def _add(archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes], *, rows: bool = False) -> Part:
    digest, size, count = hashlib.sha256(), 0, 0
    with archive.open(name, "w", force_zip64=True) as member:
        for piece in pieces:
            member.write(piece)
            digest.update(piece)
            size += len(piece)
            count += 1
    return Part(digest.hexdigest(), size, count if rows else 0)


def _pieces(path: Path) -> Iterable[bytes]:
    with path.open("rb") as file:
        while piece := file.read(1024 * 1024):
            yield piece
