"""What this room must ask of rooms above it: which hats an account has, who wears a role somewhere."""

from collections.abc import Sequence
from typing import Protocol

from bihuan_site.shared.actor import Actor


class Register(Protocol):
    """Somebody who knows accounts, posts and grants as they are today."""

    def hats(self, account: int) -> Sequence[Actor]:
        """Give the hats an account has now; none for one that is switched off."""
        ...

    def wearers(self, organisation: str, role: str) -> Sequence[str]:
        """Give the ids of the persons who act in ``role`` (its Chinese name; empty: any) at an organisation now."""
        ...


_registers: list[Register] = []


def use_register(register: Register) -> None:
    """Take the one who knows; before that no feed opens and nobody is reminded."""
    _registers[:] = [register]


def hats_now(account: int) -> Sequence[Actor]:
    """Give the hats of an account now."""
    return _registers[0].hats(account) if _registers else ()


def wearers_now(organisation: str, role: str) -> Sequence[str]:
    """Give the persons in a role at an organisation now."""
    return _registers[0].wearers(organisation, role) if _registers else ()
