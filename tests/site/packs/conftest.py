"""What the room's tests share: a draft on the pack in force, and answers of forms as a browser would send them."""

from collections.abc import Callable
from typing import Any

import pytest

from bihuan_site.packs.actions import start_draft
from bihuan_site.packs.models import PackVersion
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.roles import Role

ActorOf = Callable[..., Actor]


@pytest.fixture
def office(actor_of: ActorOf) -> Actor:
    """The clerk who writes."""
    return actor_of(Role.OFFICE)


@pytest.fixture
def secretary(actor_of: ActorOf) -> Actor:
    """The secretary of the committee, who reviews."""
    return actor_of(Role.COMMITTEE_SECRETARY)


@pytest.fixture
def draft(pack: PackVersion, office: Actor) -> PackVersion:
    """A draft of the office on the pack in force."""
    made = start_draft(actor=office, version=pack.pk, number="2026.4", note="党小组会少开扣得少些").result
    assert made is not None
    return made


def answers(form: Any, **changed: Any) -> dict[str, Any]:
    """Give a form as it was shown, with what a person changed in it."""
    given = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in (given | changed).items() if value not in (None, False)}
