"""``bihuan-site work``: do what the site does by itself, under systemd or cron."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from bihuan_site.jobs.working import work_now, work_on


class Command(BaseCommand):
    """Work the jobs table."""

    help = "做系统自己要做的事（提醒、每日重算、清理）。常驻运行；加 --once 做完即退出，供 cron 调用。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--once", action="store_true", help="把到点的事做完就退出")
        parser.add_argument("--pause", type=int, default=15, help="常驻时每隔几秒看一次，默认 15")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until told to stop, finishing the job at hand."""
        if options["once"]:
            self.stdout.write(f"做了 {work_now()} 件。")
            return
        stop = threading.Event()
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, lambda *_: stop.set())
        self.stdout.write("工作进程已启动。")
        work_on(stop, options["pause"])
        self.stdout.write("工作进程已停止。")
