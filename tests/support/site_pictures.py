"""The guides of the roles: which page each part is about, which words of it are named, which pictures are shown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bihuan_site.shared.roles import Role

REPO = Path(__file__).resolve().parents[2]
GUIDES = REPO / "docs" / "guides"
PICTURES = REPO / "docs" / "pictures" / "site"
MOST_BYTES = 150_000
ROLES = {
    "secretary": Role.BRANCH_SECRETARY,
    "office": Role.OFFICE,
    "committee-member": Role.COMMITTEE_MEMBER,
    "member": Role.MEMBER,
    "leader": Role.LEADING_SECRETARY,
}
"""Whose guide a page is; a part may name another role after the route."""

PART = re.compile(r"<!-- 页 (\S+)(?: (\S+))? -->")
WORD = re.compile(r"\*\*([^*\n]+)\*\*")
SHOWN = re.compile(r"!\[[^\]]+\]\(\.\./pictures/site/([\w-]+)\.png\)")


@dataclass(frozen=True)
class Part:
    """A part of a guide: the page it is about, whose eyes see it, and the words it says stand there."""

    guide: str
    route: str
    role: Role
    words: tuple[str, ...]


def text_of(guide: str) -> str:
    """A guide as it is written."""
    return (GUIDES / f"{guide}.md").read_text(encoding="utf-8")


def parts_of(guide: str) -> Iterator[Part]:
    """The parts of a guide, in order."""
    pieces = PART.split(text_of(guide))[1:]
    for route, role, text in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True):
        yield Part(guide, route, Role(role) if role else ROLES[guide], tuple(WORD.findall(text)))


def pictures_of(guide: str) -> list[str]:
    """The names of the pictures a guide shows."""
    return SHOWN.findall(text_of(guide))


@dataclass(frozen=True)
class Picture:
    """A picture: whose screen, which route, on a phone or on a desk."""

    name: str
    who: Role
    route: str
    phone: bool = False
    asked: str = ""


TAKEN = (
    Picture("home", Role.BRANCH_SECRETARY, "overview:home"),
    Picture("log", Role.BRANCH_SECRETARY, "progress:new_activity", asked="?kind=主题党日"),
    Picture("notice", Role.BRANCH_SECRETARY, "progress:notice"),
    Picture("score", Role.BRANCH_SECRETARY, "appraisal:score"),
    Picture("office-home", Role.OFFICE, "overview:home"),
    Picture("duties", Role.OFFICE, "responsibility:duties"),
    Picture("exemption", Role.OFFICE, "responsibility:exemption"),
    Picture("import", Role.OFFICE, "organisations:staged"),
    Picture("liaison-home", Role.COMMITTEE_MEMBER, "overview:home"),
    Picture("visit", Role.COMMITTEE_MEMBER, "progress:visit"),
    Picture("member-home", Role.MEMBER, "progress:my", phone=True),
    Picture("member-leave", Role.MEMBER, "progress:ask_leave", phone=True),
    Picture("member-sign", Role.MEMBER, "progress:scan", phone=True),
    Picture("leader-home", Role.LEADING_SECRETARY, "overview:home"),
)
