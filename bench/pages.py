"""Goal g: how long pages take at the size of a department, and at ten times as many branches."""

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.goals import Finding
from bench.site_server import WORKERS, Site, filled, running
from bench.timing import Times

EMPTY = ("shuji", "/help/")
PAGES = (
    ("shuji", "/"),
    ("shuji", "/branches/zb-001/score/2026H1/"),
    ("shuji", "/activities/"),
    ("shuji", "/activities/new/"),
    ("shuji", "/inbox/"),
    ("bangong", "/"),
    ("bangong", "/duties/"),
    ("bangong", "/tasks/"),
    ("bangong", "/decomposition/"),
    ("bangong", "/organisations/"),
    ("bangong", "/people/"),
    ("bangong", "/activities/"),
    ("bangong", "/scores/"),
    ("dangyuan", "/my/"),
)
LIMIT, GROWTH = 0.150, 1.5
ROUNDS = 40


def of_a_department(branches: int, times: int) -> list[Finding]:
    """Measure every page at ``branches``, and again at ``times`` as many (1: not at all)."""
    with tempfile.TemporaryDirectory(prefix="bihuan-bench-") as kept:
        small = _measured(Path(kept) / "small", branches)
        large = _measured(Path(kept) / "large", branches * times) if times > 1 else {}
    empty = small[EMPTY].quantile(95)
    found = []
    for page in PAGES:
        slow = small[page].quantile(95)
        found.append(
            Finding(
                "g",
                f"page {page[1]} as {page[0]}, {branches} branches",
                f"p95 {slow * 1000:.0f} ms",
                f"an empty page {empty * 1000:.0f} ms",
                f"{slow / empty:.1f}",
                f"p95 ≤ {LIMIT * 1000:.0f} ms",
                slow <= LIMIT,
            )
        )
        if page in large:
            grown = large[page].quantile(95)
            text = f"page {page[1]} as {page[0]}, {branches * times} branches"
            measured, base = f"p95 {grown * 1000:.0f} ms", f"p95 {slow * 1000:.0f} ms at {branches}"
            target = f"≤ {GROWTH} times"
            found.append(Finding("g", text, measured, base, f"{grown / slow:.2f}", target, grown <= GROWTH * slow))
    return found


def _measured(folder: Path, branches: int) -> dict[tuple[str, str], Times]:
    folder.mkdir()
    filled(folder, branches)
    with running(folder) as site:
        return {page: _page(site, *page) for page in (EMPTY, *PAGES)}


def _page(site: Site, who: str, address: str) -> Times:
    """Ask for a page over and over from as many sides as there are workers."""
    for _ in range(2 * WORKERS):
        status, _ = site.get(who, address)
        if status != 200:
            raise RuntimeError(f"{address} as {who} gave {status}")
    with ThreadPoolExecutor(WORKERS) as sides:
        answers = list(sides.map(lambda _: site.get(who, address), range(ROUNDS)))
    return Times(tuple(seconds for _, seconds in answers))
