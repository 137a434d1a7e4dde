"""The command ``bihuan-site``: Django's management commands under one name."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one command of the site; ``bihuan-site help`` lists them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan_site.config.settings")
    execute_from_command_line(["bihuan-site", *sys.argv[1:]])


if __name__ == "__main__":
    main()
