"""The command ``bihuan-site``: Django's management commands under one name."""

import os
import sys

from django.core.management import execute_from_command_line

from bihuan_site.config import assets


def main() -> None:
    """Run one command of the site; ``bihuan-site help`` lists them."""
    if sys.argv[1:] == ["assets"]:  # needs no settings, and is run before there are any
        sys.exit(assets.main())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan_site.config.settings")
    execute_from_command_line(["bihuan-site", *sys.argv[1:]])


if __name__ == "__main__":
    main()
