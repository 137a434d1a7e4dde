"""The permission table: role × route × verb × relation, as the routes declare it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.conf import settings

from bihuan_site.shared.roles import ADMINISTRATORS, BUSINESS, Allowed, Relation, Role
from bihuan_site.shared.routes import Rights, Route, rights_by_name, routes

VERBS = {"GET": "看", "POST": "改"}


def rights_of(name: str) -> Rights | None:
    """Give the rights of a route by its full name; None if it declares none."""
    return _table(settings.ROOT_URLCONF).get(name)


@cache
def _table(urls: str) -> dict[str, Rights]:
    return dict(rights_by_name())


@dataclass(frozen=True, slots=True)
class Cell:
    """One decision: may ``role`` use ``verb`` on the route, and how far does it see; None is no."""

    route: str
    verb: str
    role: Role
    relation: Relation | None


def cells() -> Iterator[Cell]:
    """Give every cell of the table, also those that say no."""
    for route in declared():
        assert route.rights is not None  # noqa: S101 declared() leaves the others out
        for verb in VERBS:
            allowed: Allowed | None = route.rights.of(verb)
            if allowed is not None:
                for role in Role:
                    yield Cell(route.name, verb, role, allowed.get(role))


def declared() -> list[Route]:
    """Give the routes that declare rights, those open to anyone too."""
    return [route for route in routes() if route.rights]


HEAD = """# 权限表

本页由程序生成，不要手改：`bihuan-site permissions`。
每个地址允许哪些身份、看（GET）还是改（POST）、看到多大范围，都在这里；没有列出的一律拒绝。
一个地址如果没有登记权限，程序的检查就不通过。范围以外的对象和不存在的对象，看到的是同一页。

| 范围 | 意思 |
| --- | --- |
| 本人 | 自己的信息和自己所在的支部 |
| 本组织 | 任职的组织和它的党小组 |
| 包联 | 当天包联的支部 |
| 本级及下级 | 任职的组织和它下面的全部组织 |
| 账号 | 账号和身份，不含业务信息 |
| 审计 | 审计记录 |
| 运行 | 后台任务和运行状况 |
"""


def page_text() -> str:
    """Write the whole table as the reference page."""
    lines = [HEAD, "## 不用登录", "", "| 地址 | 名称 |", "| --- | --- |"]
    lines += [
        f"| `/{route.address}` | `{route.name}` |" for route in declared() if route.rights and route.rights.anyone
    ]
    lines += ["", "## 登录以后", ""]
    for room, found in _by_room().items():
        lines += [f"### {room}", "", "| 地址 | 名称 | 看 | 改 |", "| --- | --- | --- | --- |"]
        lines += [_line(route, route.rights) for route in found if route.rights]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _by_room() -> dict[str, list[Route]]:
    rooms: dict[str, list[Route]] = {}
    for route in declared():
        if route.rights and not route.rights.anyone:
            room = route.name.split(":")[0] if ":" in route.name else "accounts"
            rooms.setdefault(room, []).append(route)
    return dict(sorted(rooms.items()))


def _line(route: Route, rights: Rights) -> str:
    return f"| `/{route.address}` | `{route.name}` | {_words(rights.read)} | {_words(rights.write)} |"


def _words(allowed: Allowed) -> str:
    by_relation: dict[Relation, list[Role]] = {}
    for role in Role:
        if role in allowed:
            by_relation.setdefault(allowed[role], []).append(role)
    return "；".join(f"{relation.value}：{_names(roles)}" for relation, roles in by_relation.items()) or "—"


def _names(roles: list[Role]) -> str:
    if set(roles) == set(Role):
        return "所有人"
    if set(roles) >= set(BUSINESS):
        return "、".join(["全部业务身份", *(role.value for role in roles if role in ADMINISTRATORS)])
    return "、".join(role.value for role in roles)
