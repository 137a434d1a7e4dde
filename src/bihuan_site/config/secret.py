"""The secret key: from the environment, or made once and kept beside the data, readable by its owner only."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

MINIMUM = 40


def secret_key(given: str, data: Path) -> str:
    """Give the key. Raises ``ImproperlyConfigured`` if the given one is short or one of the well-known examples."""
    if given:
        if len(given) < MINIMUM or given.startswith("django-insecure"):
            raise ImproperlyConfigured(
                f"BIHUAN_SECRET_KEY 太弱：至少 {MINIMUM} 个随机字符。不设这一项，程序会自己生成并存入数据目录。"
            )
        return given
    path = data / "secret.key"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text(encoding="ascii").strip()
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(60))
    return path.read_text(encoding="ascii").strip()
