"""A real Chromium on the site of the tests: how it is started, and what no page may do in it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, sync_playwright

PROGRAM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE = 10_000  # milliseconds a page may take before the test fails


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """The browser, started once a process.

    Playwright's blocking calls run on an event loop that stays marked as running in this thread, and Django then takes
    every query of the test for one made from asynchronous code. No code here is asynchronous, so Django is told so.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=[*QUIET])
        yield browser
        browser.close()


@dataclass
class Faults:
    """What pages did that no page may: errors of scripts, refusals of the content policy, requests to other hosts."""

    host: str
    found: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Listen to every page of the context."""
        context.on("console", self.on_console)
        context.on("weberror", lambda error: self.found.append(f"script error: {error.error}"))
        context.on("request", self.on_request)
        context.on("response", self.on_response)

    def on_console(self, message: ConsoleMessage) -> None:
        """Errors, but not the line about an answer such as 404: :meth:`on_response` judges those."""
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.found.append(f"console: {message.text}")

    def on_request(self, request: Request) -> None:
        """No request leaves the machine."""
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.host:
            self.found.append(f"request to another host: {request.url}")

    def on_response(self, response: Response) -> None:
        """What a page needs is there; a page itself may well be refused."""
        if response.status >= 400 and response.request.resource_type not in ("document", "xhr", "fetch"):
            self.found.append(f"{response.status} for {response.url}")


@contextmanager
def browsing(browser: Browser, address: str, *, script: bool = True, phone: bool = False) -> Iterator[BrowserContext]:
    """A visitor's own window on the site at ``address``; at the end it has done nothing a page may not do."""
    context = browser.new_context(
        base_url=address,
        viewport=PHONE if phone else DESK,  # type: ignore[arg-type]  # a plain dict is what playwright reads
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
        java_script_enabled=script,
        has_touch=phone,
    )
    context.set_default_timeout(PATIENCE)
    faults = Faults(urlsplit(address).netloc)
    faults.watch(context)
    yield context
    context.close()
    assert not faults.found, "\n".join(faults.found)


def log_in(context: BrowserContext, session: str, address: str) -> None:
    """Carry a session made in the test into the browser."""
    context.add_cookies([{"name": "sessionid", "value": session, "url": address, "httpOnly": True}])


__all__ = ["DESK", "PHONE", "BrowserContext", "Page", "browsing", "log_in", "running_chromium"]
