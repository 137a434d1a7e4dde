"""``bihuan-site demo``: an empty site becomes the invented agency, with one account a role."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from bihuan_site.config.demo import DAY, fill
from bihuan_site.config.demo_accounts import make_accounts
from bihuan_site.organisations.models import Organisation
from bihuan_site.shared.problems import Refused


class Command(BaseCommand):
    """Fills the site and prints who may log in."""

    help = "用虚构的机关装满空的站点，并给每种角色建一个账号（口令随机，只显示一次）"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the number of branches."""
        parser.add_argument("--branches", type=int, default=494, help="支部数，默认 494")

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, fill, make accounts."""
        call_command("migrate", verbosity=0)
        if not Organisation.objects.exists():
            try:
                counts = fill(settings.DEMO_DAY or DAY, options["branches"], tell=self.stdout.write)
            except Refused as refused:
                raise CommandError(str(refused)) from None
            self.stdout.write(
                f"已装入 {sum(counts.values()):,} 行：" + "，".join(f"{k} {v:,}" for k, v in counts.items())
            )
        self.stdout.write("每种角色一个账号，口令只显示这一次；再运行一次会换新口令：")
        for account in make_accounts():
            self.stdout.write(f"  {account.role:<12}{account.username:<16}{account.password}   {account.who}")
