"""``bihuan-site changepassword`` does not exist here: it would go past the trail."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Refuses and says what to use instead."""

    help = "不提供；见 init"

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse."""
        raise CommandError(
            "这里没有超级用户，也不在命令行改口令。管理员用 init 或 init --again；其他人由安全管理员重置。"
        )
