"""Every page of the site, one visit each: who goes where, and what is wrong with a page that stands in the browser."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Page

from bihuan_site.shared.roles import Role
from bihuan_site.shared.routes import Route, routes
from tests.support.looking import axe
from tests.support.site_rows import Rows

PREFERRED = (
    Role.BRANCH_SECRETARY,
    Role.OFFICE,
    Role.MEMBER,
    Role.SYSTEM_ADMIN,
    Role.SECURITY_ADMIN,
    Role.AUDIT_ADMIN,
    Role.COMMITTEE_MEMBER,
    Role.LEADING_SECRETARY,
)
"""Who goes to a page: the first of these whom the permission table lets in."""

AS_MEMBER = re.compile(r"my/|s/")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
WHO = {
    "organisations:handover": Role.OFFICE,
    **dict.fromkeys(("mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes"), Role.DISCIPLINE),
}
"""Who goes where only they find something: the two that hand over, the one with a second factor."""

ASKING = {"organisations:new_mapping": "?table=人员", "overview:search": "?q=规划"}
"""What a page is asked for, where it is nothing without."""

NOT_PAGES = {"shared:large_text"}
"""Routes that only take a POST and answer a GET with nothing to see."""


@dataclass(frozen=True)
class Visit:
    """One page: its route, who opens it (nobody for those not logged in), and its address."""

    route: Route
    who: Role | None
    rows: Rows

    @property
    def address(self) -> str:
        """The address filled at this moment, since a code on the wall lasts a minute."""
        path = PARAMETER.sub(lambda found: self.rows.fill(self.route.name, found[1]) or "", self.route.address)
        return f"/{path}{ASKING.get(self.route.name, '')}"

    @property
    def unfilled(self) -> list[str]:
        """Parameters nobody gave a row for."""
        return [one for one in PARAMETER.findall(self.route.address) if not self.rows.fill(self.route.name, one)]


def readable() -> Iterator[tuple[Route, tuple[Role, ...]]]:
    """Every route that answers a GET, with the roles it is open to."""
    for route in routes():
        if route.rights and (route.rights.read or route.rights.anyone) and route.name not in NOT_PAGES:
            yield route, tuple(route.rights.read)


def visitor(route: Route, allowed: tuple[Role, ...]) -> Role | None:
    """Who opens a page: a member for what is on their phone, else the first of those who use the site most."""
    if not allowed or route.name in WHO:
        return WHO.get(route.name)
    if AS_MEMBER.match(route.address):
        return Role.MEMBER
    return next((one for one in PREFERRED if one in allowed), allowed[0])


def visits(rows: Rows) -> list[Visit]:
    """One visit a route."""
    return [Visit(route, visitor(route, allowed), rows) for route, allowed in readable()]


FORM = """
() => {
  const seen = [];
  const name = one => one.outerHTML.slice(0, 160).replace(/\\s+/g, ' ');
  const shown = one => one.getClientRects().length > 0;
  const heads = document.querySelectorAll('h1').length;
  if (heads !== 1) seen.push(`${heads} first headings`);
  if (!document.title.trim()) seen.push('no title');
  if (document.documentElement.lang !== 'zh-CN') seen.push('no language');
  if (document.documentElement.scrollWidth > window.innerWidth) {
    const wide = [...document.body.querySelectorAll('*')].filter(one => one.getBoundingClientRect().right
      > window.innerWidth + 1 && shown(one)).slice(0, 3).map(name);
    seen.push(`scrolls sideways: ${document.documentElement.scrollWidth} of ${window.innerWidth} ${wide.join(' | ')}`);
  }
  const spoken = one => (one.innerText || one.textContent || '').trim() || one.getAttribute('aria-label')
    || one.title || one.querySelector('[aria-label], [alt], title');
  for (const link of document.querySelectorAll('a:not([aria-hidden])')) {
    if (!spoken(link)) seen.push(`a link without words: ${name(link)}`);
    const to = link.getAttribute('href');
    if (to === null || to === '' || to === '#') seen.push(`a link that leads nowhere: ${name(link)}`);
  }
  for (const one of document.querySelectorAll('button')) if (!spoken(one)) seen.push(`no words: ${name(one)}`);
  for (const one of document.querySelectorAll('[style]')) seen.push(`inline style: ${name(one)}`);
  return seen;
}
"""

STOP = """
() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.getBoundingClientRect();
  const label = one.labels && one.labels[0] ? one.labels[0].getBoundingClientRect() : box;
  const beside = [...(one.parentElement ? one.parentElement.querySelectorAll('label') : [])].some((other) =>
    other.getBoundingClientRect().width > 1 && getComputedStyle(other).outlineStyle !== 'none');
  const seen = (box.width > 1 && box.height > 1) || (label.width > 1 && label.height > 1) || beside;
  one.dataset.met = (Number(one.dataset.met) || 0) + 1;
  return {word: one.outerHTML.slice(0, 120).replace(/\\s+/g, ' '), seen, again: one.dataset.met > 1};
}
"""


def faults_of(page: Page) -> list[str]:
    """What is wrong with the page as it stands: headings, title, links, width, accessibility."""
    found: list[str] = page.evaluate(FORM)
    try:
        axe(page)
    except AssertionError as wrong:
        found.append(str(wrong))
    return found


def faults_of_keyboard(page: Page, most: int = 60) -> list[str]:
    """Walk the page by Tab: the skip link first and working, and nothing focused that cannot be seen."""
    found = []
    page.keyboard.press("Tab")
    first = page.evaluate(STOP)
    if not first or "#" not in first["word"]:
        return [f"the first stop of Tab is no skip link: {first and first['word']}"]
    page.keyboard.press("Enter")
    if not page.evaluate("() => document.activeElement.matches('main, [id], main *')"):
        found.append("the skip link leads nowhere")
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None or stop["again"]:
            break
        if not stop["seen"]:
            found.append(f"focused but not to be seen: {stop['word']}")
    return found
