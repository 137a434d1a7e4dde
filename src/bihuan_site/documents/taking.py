"""Taking a file in: looked at first, outside any transaction; kept and written down inside another room's act."""

import os
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from cryptography.hazmat.primitives import hashes
from django.conf import settings
from django.core.files.base import File
from django.db.models import Sum

from bihuan_site.documents.kinds import Kind, kind_of
from bihuan_site.documents.models import Upload
from bihuan_site.documents.secrecy import stop_secrets
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import Refused

MOST_BYTES = 20 * 1024 * 1024
LONGEST_NAME = 120
BAD_CATEGORIES = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may come in: its bytes were looked at."""

    file: IO[bytes]
    name: str
    kind: Kind
    size: int
    digest: str
    looked_at: str


def check(uploaded: "File[bytes]") -> Checked:
    """Look at an uploaded file; call before the act, for reading takes time. Raises :class:`Refused`, saying why."""
    name = clean_name(uploaded.name or "")
    size = uploaded.size or 0
    if size > MOST_BYTES:
        raise Refused(f"“{name}”有 {size / 1024 / 1024:.1f} MB，超过 20 MB。请压缩图片或拆成几个文件。")
    file = uploaded.file or uploaded
    kind = kind_of(file, name)
    looked_at = stop_secrets(file, name, kind)
    return Checked(file, name, kind, size, digest_of(file), looked_at)


def take(actor: Actor, uploaded: "Checked | File[bytes]", organisation: str) -> Upload:
    """Keep a file for an organisation the caller has scoped; call inside an act. Raises :class:`Refused`.

    The bytes reach the disk before the row does; a file whose act is undone is swept away by the daily work.
    """
    checked = uploaded if isinstance(uploaded, Checked) else check(uploaded)
    held = Upload.objects.filter(organisation_id=organisation).aggregate(total=Sum("size"))["total"] or 0
    quota = settings.UPLOAD_QUOTA_MB * 1024 * 1024
    if held + checked.size > quota:
        raise Refused(
            f"本单位的附件已用 {held // 1024 // 1024} MB，上限 {settings.UPLOAD_QUOTA_MB} MB。请先删去不用的附件。"
        )
    stored = store(checked.file)
    return Upload.objects.create(
        organisation_id=organisation,
        owner_id=actor.person or None,
        name=checked.name,
        kind=checked.kind.name,
        size=checked.size,
        digest=checked.digest,
        stored=stored,
        looked_at=checked.looked_at,
    )


def discard(uploads: Iterable[Upload]) -> None:
    """Forget files inside an act; their bytes go with the daily work, after the act is sure to stand."""
    Upload.objects.filter(pk__in=[one.pk for one in uploads]).delete()


def clean_name(name: str) -> str:
    """Give a file name without folders, control, bidirectional and other invisible characters, short, end kept."""
    bare = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    seen = "".join(one for one in bare if unicodedata.category(one) not in BAD_CATEGORIES).strip(" .")
    stem, dot, end = seen.rpartition(".")
    stem = (stem if dot else seen)[: LONGEST_NAME - len(end[:10]) - 1].strip(" .") or "附件"
    return f"{stem}.{end[:10]}" if dot else stem


def digest_of(file: IO[bytes]) -> str:
    """Give the SM3 digest of a file's bytes."""
    digest = hashes.Hash(hashes.SM3())
    file.seek(0)
    while piece := file.read(1024 * 1024):
        digest.update(piece)
    return digest.finalize().hex()


def store(file: IO[bytes]) -> str:
    """Write the bytes under a random name and see them on the disk; returns the name."""
    stored = secrets.token_hex(16)
    target = path_of(stored)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = target.with_suffix(".part")
    file.seek(0)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        while piece := file.read(1024 * 1024):
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    part.replace(target)
    _sync_folder(target.parent)
    return stored


def path_of(stored: str) -> Path:
    """Give where a stored name lies. Raises ``ValueError`` for anything but a name made here."""
    if len(stored) != 32 or not set(stored) <= set("0123456789abcdef"):
        raise ValueError("not a stored name")
    return Path(settings.MEDIA_ROOT) / stored[:2] / stored


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
