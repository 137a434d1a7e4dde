"""``bihuan-site backup FILE``: the whole site in one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bihuan_site.jobs.backup.writing import back_up
from bihuan_site.shared.problems import Refused


class Command(BaseCommand):
    """Back up."""

    help = "把数据库和附件备份到一个文件。运行中也可以做；不会覆盖已有的文件。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file."""
        parser.add_argument("file", type=Path, help="备份文件，如 bihuan-20260618.zip")

    def handle(self, *args: Any, **options: Any) -> None:
        """Back up, and say what went in."""
        try:
            page = back_up(options["file"])
        except Refused as refused:
            raise CommandError(str(refused)) from None
        rows = sum(part.rows for part in page.parts.values())
        files = sum(1 for name in page.parts if name.startswith("files/"))
        self.stdout.write(f"已备份到 {options['file']}：{rows} 行，{files} 个附件。")
        self.stdout.write(f"审计链头：第 {page.audit_head[0]} 行 {page.audit_head[1]}")
        if page.missing_files:
            self.stderr.write(f"有 {len(page.missing_files)} 个附件的文件不见了，没有进备份。")
