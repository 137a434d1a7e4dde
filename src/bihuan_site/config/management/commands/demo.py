"""``bihuan-site demo``: an empty site becomes the invented agency, with one account a role; ``--serve`` opens it."""

import socket
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from bihuan_site.config.demo import DAY, fill
from bihuan_site.config.demo_accounts import make_accounts
from bihuan_site.organisations.models import Organisation
from bihuan_site.shared.problems import Refused

WORKERS = "2"


class Command(BaseCommand):
    """Fills the site, prints who may log in, and serves it if asked to."""

    help = "用虚构的机关装满空的站点，给每种角色建一个账号（口令随机，只显示一次）；加 --serve 接着打开网站"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the number of branches, and whether and where to serve."""
        parser.add_argument("--branches", type=int, default=494, help="支部数，默认 494")
        parser.add_argument("--serve", action="store_true", help="装好以后在本机打开网站，按 Ctrl-C 停")
        parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000；被占用时往后找")

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, fill, make accounts, serve."""
        call_command("migrate", verbosity=0)
        if Organisation.objects.exists():
            self.stdout.write("这个站点已经装好示例数据，直接使用。")
        else:
            self._fill(options["branches"])
        self._accounts()
        if options["serve"]:
            self._serve(free_port(options["port"]))

    def _fill(self, branches: int) -> None:
        try:
            counts = fill(settings.DEMO_DAY or DAY, branches, tell=self.stdout.write)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(
            f"已装入 {counts['standings']:,} 个党组织、{counts['members']:,} 名党员、{counts['activities']:,} 次活动，"
            f"业务日期 {settings.DEMO_DAY or DAY}。"
        )

    def _accounts(self) -> None:
        self.stdout.write("\n每种角色一个账号，口令只显示这一次；再运行一次会换新口令：")
        for account in make_accounts():
            self.stdout.write(f"  {account.username:<10}{account.password:<20}{account.role}　{account.who}")

    def _serve(self, port: int) -> None:
        """Serve until Ctrl-C, with the worker that does what is due beside the server."""
        place = ["--bind", f"127.0.0.1:{port}", "--workers", WORKERS, "--threads", "4", "--log-level", "warning"]
        server = [sys.executable, "-m", "gunicorn", "bihuan_site.config.wsgi", *place]
        worker = subprocess.Popen([sys.executable, "-m", "bihuan_site.config.command", "work"])
        self.stdout.write(f"\n网站已打开：http://127.0.0.1:{port}/　按 Ctrl-C 停。")
        self.stdout.flush()
        try:
            subprocess.run(server, check=False)  # noqa: S603 the site's own server, with arguments made here
        except KeyboardInterrupt:
            self.stdout.write("\n网站已停。数据还在，下次接着用。")
        finally:
            worker.terminate()
            worker.wait()


def free_port(wanted: int) -> int:
    """Give ``wanted``, or the first of the twenty ports after it that nobody uses. Raises ``CommandError``."""
    for port in range(wanted, wanted + 20):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise CommandError(f"{wanted} 起的 20 个端口都被占用，请用 --port 换一个。")
