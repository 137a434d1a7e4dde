"""The daily sweep: bytes on the disk that no row speaks of go after a day."""

import time
from pathlib import Path

from django.conf import settings

from bihuan_site.documents.models import Upload
from bihuan_site.jobs.registry import Run

A_DAY = 24 * 60 * 60


def sweep(run: Run) -> str:
    """Remove forgotten files; says how many, and how many rows have lost their file."""
    root = Path(settings.MEDIA_ROOT)
    known = set(Upload.objects.values_list("stored", flat=True))
    before = time.time() - A_DAY
    swept, found = 0, set[str]()
    for folder in sorted(root.glob("[0-9a-f][0-9a-f]")):
        run.extend()
        for path in sorted(folder.iterdir()):
            found.add(path.name)
            if path.name not in known and path.stat().st_mtime < before:
                path.unlink(missing_ok=True)
                swept += 1
    lost = len(known - found)
    return f"清理 {swept} 个无主文件" + (f"，{lost} 个附件的文件不见了" if lost else "")
