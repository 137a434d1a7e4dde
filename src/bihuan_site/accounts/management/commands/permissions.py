"""``bihuan-site permissions``: write the permission table into the documentation."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from bihuan_site.accounts.permission_table import page_text

PAGE = Path("docs/reference/permissions.md")


class Command(BaseCommand):
    """Writes docs/reference/permissions.md from the routes."""

    help = "由登记的地址生成权限表 docs/reference/permissions.md"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take another target."""
        parser.add_argument("--to", type=Path, default=PAGE, help=f"写到哪里，默认 {PAGE}")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page."""
        target: Path = options["to"]
        target.write_text(page_text(), encoding="utf-8")
        self.stdout.write(f"已写入 {target}。")
