"""Looking at a page: the accessibility check, and the pictures."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.support.chromium import DESK, PHONE

BUILD = Path(__file__).resolve().parents[2] / "build"
AXE = BUILD / "axe.min.js"
PICTURES = BUILD / "pictures"
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
CHECK = "standard => axe.run(document, {runOnly: {type: 'tag', values: standard}, resultTypes: ['violations']})"


def axe(page: Page) -> None:
    """Assert that the page, as it stands, has no fault of accessibility (WCAG 2.0 to 2.2, A and AA)."""
    if not page.evaluate("() => 'axe' in window"):
        assert AXE.is_file(), "build/axe.min.js is missing: run make setup"
        page.evaluate(AXE.read_text(encoding="utf-8"))
    faults = page.evaluate(CHECK, STANDARD)["violations"]
    assert not faults, "\n".join([f"{page.url}: {len(faults)} fault(s)", *(in_words(fault) for fault in faults)])


def in_words(fault: dict[str, Any]) -> str:
    """One fault: its rule, what it means, and the elements that have it."""
    where = [f"    {' '.join(map(str, node['target']))}  {node['html'][:200]}" for node in fault["nodes"]]
    return "\n".join([f"  {fault['id']} ({fault['impact']}): {fault['help']}", *where])


def picture(page: Page, name: str, *, whole: bool = True) -> list[Path]:
    """Save the page as it looks on a desk and on a phone to build/pictures/; ``whole`` goes beyond the first screen."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    before, saved = page.viewport_size, []
    for size in (DESK, PHONE):
        path = PICTURES / f"{name}-{size['width']}.png"
        page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict is what playwright reads
        page.screenshot(path=path, full_page=whole, animations="disabled")
        saved.append(path)
    if before:
        page.set_viewport_size(before)
    return saved
