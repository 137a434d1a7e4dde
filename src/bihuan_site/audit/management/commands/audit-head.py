"""``bihuan-site audit-head``: the number and digest of the last audit row, to keep outside."""

from typing import Any

from django.core.management.base import BaseCommand

from bihuan_site.audit.chain import head


class Command(BaseCommand):
    """Prints ``N:DIGEST``."""

    help = "打印审计链头（行号:摘要），供留存在系统以外"

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the head."""
        number, digest = head()
        self.stdout.write(f"{number}:{digest}")
