"""``bihuan-site audit-verify``: check the whole chain, against a kept head if one is given."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bihuan_site.audit.actions import read_head
from bihuan_site.audit.chain import faults, head
from bihuan_site.audit.models import AuditRow
from bihuan_site.shared.problems import Refused


class Command(BaseCommand):
    """Says whether the chain holds; fails (exit code 1) if it does not."""

    help = "核对审计链；用 --head 与留存的链头比较"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a kept head."""
        parser.add_argument("--head", default="", metavar="N:DIGEST", help="以前留存的链头")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check and say so."""
        try:
            kept = read_head(options["head"])
        except Refused as refused:
            raise CommandError(str(refused)) from None
        found = faults(AuditRow.objects.order_by("sequence").iterator(chunk_size=2000), kept)
        for one in found[:50]:
            self.stderr.write(f"第 {one.sequence} 行：{one.what}")
        if found:
            raise CommandError(f"审计链有 {len(found)} 处不对。请保留现场。")
        self.stdout.write(f"审计链完整，共 {head()[0]} 行{'，与留存的链头相符' if kept else ''}。")
