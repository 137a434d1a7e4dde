"""The command line ``bihuan``: exit 0 clean, 1 problems found, 2 unusable input."""

from bihuan.cli.app import main

__all__ = ["main"]
