"""How much of a stranger's file is read before it is refused."""

from dataclasses import dataclass

MEBI = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one read; sizes in bytes, times in seconds, the rest counts.

    The defaults let a ledger of 300,000 activities through and stop what no ledger needs.
    """

    file_bytes: int = 64 * MEBI
    folder_bytes: int = 512 * MEBI
    parts: int = 2_000
    unpacked_bytes: int = 384 * MEBI
    part_ratio: int = 200
    ratio_from_bytes: int = 4 * MEBI
    rows: int = 300_000
    columns: int = 200
    cells: int = 8_000_000
    cell_characters: int = 32_767
    memory_bytes: int = 3_072 * MEBI
    cpu_seconds: int = 60
    wall_seconds: int = 120
    reply_bytes: int = 192 * MEBI
    problems: int = 20_000


DEFAULT = Limits()
"""The limits a file from outside is read with."""
