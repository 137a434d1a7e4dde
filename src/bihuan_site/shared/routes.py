"""A route and its rights in one line; all the lines together are the permission table."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver, path

from bihuan_site.shared.actor import Actor
from bihuan_site.shared.roles import Allowed, Role

View = Callable[..., HttpResponseBase]


class Request(HttpRequest):
    """A request as views get it: the middleware has put the actor on it."""

    actor: Actor
    hats: tuple[Actor, ...]


@dataclass(frozen=True, slots=True)
class Rights:
    """Who may read (GET) and write (POST) on a route; ``anyone`` opens it to those not logged in."""

    read: Allowed = field(default_factory=dict)
    write: Allowed = field(default_factory=dict)
    anyone: bool = False

    def of(self, method: str) -> Allowed | None:
        """Give the roles allowed for an HTTP method; None if the route does not know the method."""
        allowed = {"GET": self.read, "HEAD": self.read, "POST": self.write}.get(method)
        return allowed or None


RIGHTS: dict[URLPattern, Rights] = {}


def page(
    address: str, view: View, name: str, read: Allowed | None = None, write: Allowed | None = None, anyone: bool = False
) -> URLPattern:
    """Declare a route together with its rights. Raises ``ValueError`` if nobody may take it."""
    if not (read or write or anyone):
        raise ValueError(f"nobody may take the route {name}")
    pattern = path(address, view, name=name)
    RIGHTS[pattern] = Rights(read or {}, write or {}, anyone)
    return pattern


@dataclass(frozen=True, slots=True)
class Route:
    """One line of the permission table."""

    name: str
    address: str
    rights: Rights | None


def routes() -> list[Route]:
    """List every route of the site in order of its address; ``rights`` is None where a route declares none."""
    found = [Route(name, address, RIGHTS.get(pattern)) for name, address, pattern in _walk(get_resolver(), "", ())]
    return sorted(found, key=lambda route: (route.address, route.name))


def _walk(resolver: URLResolver, address: str, spaces: tuple[str, ...]) -> Iterator[tuple[str, str, URLPattern]]:
    for one in resolver.url_patterns:
        here = address + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one, here, (*spaces, one.namespace) if one.namespace else spaces)
        else:
            yield ":".join((*spaces, one.name or "")), here, one


def rights_by_name() -> Mapping[str, Rights]:
    """Give the rights of every route that declares them, by full name (``progress:activities``)."""
    return _by_name(get_resolver())


@lru_cache(maxsize=4)
def _by_name(resolver: URLResolver) -> Mapping[str, Rights]:
    return {name: rights for name, _, pattern in _walk(resolver, "", ()) if (rights := RIGHTS.get(pattern))}


def may(role: Role, name: str, method: str = "GET", table: Mapping[str, Rights] | None = None) -> bool:
    """Whether ``role`` may take the route; used for menus, so that nobody sees a door that is shut."""
    rights = (table or rights_by_name()).get(name)
    allowed: Any = rights.of(method) if rights else None
    return bool(allowed and role in allowed)
