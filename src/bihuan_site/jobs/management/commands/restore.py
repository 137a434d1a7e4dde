"""``bihuan-site restore FILE``: an archive back into an empty site of either database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bihuan_site.jobs.backup.restoring import restore
from bihuan_site.shared.problems import Refused


class Command(BaseCommand):
    """Restore."""

    help = "把备份恢复到一个空的站点；SQLite 和 PostgreSQL 之间可以互换。先核对整个文件，再一次写入。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file."""
        parser.add_argument("file", type=Path, help="bihuan-site backup 做的备份文件")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, and say what is still to do by hand."""
        try:
            page = restore(options["file"])
        except Refused as refused:
            raise CommandError(str(refused)) from None
        rows = sum(part.rows for part in page.parts.values())
        self.stdout.write(f"已恢复 {page.made[:16]} 的备份：{rows} 行，逐表核对与备份相同，审计链完整。")
        self.stdout.write("所有登录已失效，没用过的激活码、备用码和日历地址已作废，提醒渠道已停用。")
        self.stdout.write(
            "备份以后撤销的授权、停用的账号、清除的个人信息会回到备份时的样子：请安全管理员今天逐一核对。"
        )
