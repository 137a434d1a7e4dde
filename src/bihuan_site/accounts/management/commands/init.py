"""``bihuan-site init``: make the three administrators, or with ``--again`` a new code for one of them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bihuan_site.accounts.first_start import make_administrators, renew_code
from bihuan_site.shared.problems import Refused
from bihuan_site.shared.roles import ADMINISTRATORS, Role


class Command(BaseCommand):
    """Prints usernames and one-time codes, once."""

    help = "建立三类管理员，打印一次性激活码；没有默认口令"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the role whose code is made anew."""
        names = [role.value for role in ADMINISTRATORS]
        parser.add_argument("--again", choices=names, default="", help="给这一类管理员重发激活码（原口令作废）")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make and print."""
        try:
            made = renew_code(Role(options["again"])) if options["again"] else make_administrators()
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write("激活码只显示这一次，14 天内有效。请分别交给三个人，在登录页选“用激活单设置口令”。\n")
        for role, slip in made:
            self.stdout.write(f"{role.value}　用户名 {slip.username}　激活码 {slip.code}")
