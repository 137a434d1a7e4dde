"""How every write happens: lock, transaction, rights, the act, what follows from it, the audit row last."""

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from django.db import transaction

from bihuan_site.audit.chain import append, take_turn
from bihuan_site.audit.models import AuditRow
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.problems import NotAllowed
from bihuan_site.shared.roles import Allowed

T = TypeVar("T")

Follow = Callable[[Iterable[str]], object]
_follows: list[Follow] = []

FEW = 20
"""How many organisations are looked at anew inside the act that touched them."""

ACTS: dict[str, Allowed] = {}
"""Every act of the site and who may do it."""


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What an act did: its result, the thing it was done on, the organisations whose standing it may change.

    ``details`` go into the audit row: ids, counts and words of the product only. ``again`` marks a repeat that did
    nothing, whose first time is named by ``on``.
    """

    result: T | None = None
    on: str = ""
    organisations: Iterable[str] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
    again: bool = False


class Act(Protocol[T]):
    """An action as callers see it: keyword arguments only, ``actor`` and optionally ``key`` among them."""

    allowed: Allowed

    def __call__(self, *, actor: Actor, key: str = "", **given: Any) -> Done[T]: ...


def on_touched(follow: Follow) -> None:
    """Have ``follow`` called, inside the transaction of every act, with the ids of the organisations it touched."""
    if follow not in _follows:
        _follows.append(follow)


def action(name: str, allowed: Allowed) -> Callable[[Callable[..., Done[T]]], Act[T]]:
    """Make a function an act: only roles in ``allowed`` may do it, seeing as far as their relation there says.

    The function takes keyword arguments, ``actor`` first, and returns :class:`Done`. A call with a ``key`` that this
    account already used for this act does nothing and says so. Raises :class:`NotAllowed` before anything is read.
    """
    if name in ACTS:
        raise ValueError(f"two acts are named {name}")
    ACTS[name] = allowed

    def wrap(function: Callable[..., Done[T]]) -> Act[T]:
        @functools.wraps(function)
        def run(*, actor: Actor, key: str = "", **given: Any) -> Done[T]:
            if actor.role not in allowed:
                raise NotAllowed(name)
            with transaction.atomic():
                take_turn()
                if key and (first := _first_time(actor, name, key)):
                    return Done(on=first.on, again=True)
                done = function(actor=actor.seeing(allowed), **given)
                touched(done.organisations)
                append(
                    name,
                    account=actor.account,
                    role=actor.role,
                    organisation=actor.organisation,
                    on=done.on,
                    details=done.details,
                    key=key,
                )
            return done

        run.allowed = allowed  # type: ignore[attr-defined]  # the rights ride on the function, for routes and tables
        return run  # type: ignore[return-value]  # the wrapper has every part of Act

    return wrap


def touched(organisations: Iterable[str]) -> None:
    """Tell whoever listens that these organisations' rows changed.

    Of a few it is told inside the act. Of more (an import, a new pack) it is told after the commit, a few in each short
    transaction, so that others who write are not kept waiting; if that is broken off, the daily job makes it good.
    """
    ids = sorted(set(organisations))
    if len(ids) <= FEW:
        _tell(ids)
    else:
        for start in range(0, len(ids), FEW):
            transaction.on_commit(functools.partial(_tell_apart, ids[start : start + FEW]))


def _tell_apart(organisations: list[str]) -> None:
    with transaction.atomic():
        _tell(organisations)


def _tell(organisations: list[str]) -> None:
    for follow in _follows if organisations else ():
        follow(organisations)


def _first_time(actor: Actor, name: str, key: str) -> AuditRow | None:
    return AuditRow.objects.filter(account=actor.account, act=name, key=key).first()


__all__ = ["ACTS", "Act", "Done", "action", "on_touched", "touched"]
