"""The ledger of some organisations, as the engine takes it: their own rows and what bears on them."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q

from bihuan_site.ledger.models import Activity, Participation
from bihuan_site.ledger.rows import MODELS, rows_of
from bihuan_site.organisations.models import Liaison, Membership, OrganisationEvent, OrganisationState, PostHolding

PER_ORGANISATION = (
    "submissions",
    "exemptions",
    "findings",
    "judgements",
    "ballots",
    "honours",
    "externals",
    "samples",
    "appeals",
)


def tables_of(organisations: Collection[str]) -> Mapping[str, tuple[Any, ...]]:
    """Give every row that bears on ``organisations``: Party groups, posts, liaison, records, work done elsewhere."""
    ids = list(organisations)
    parents = OrganisationState.objects.filter(organisation_id__in=ids).values("parent_id")
    own = Q(organisation_id__in=ids) | Q(parent_id__in=ids, tier="党小组") | Q(organisation_id__in=parents)
    holders = PostHolding.objects.filter(organisation_id__in=ids).values("person_id")
    elsewhere = Participation.objects.filter(person_id__in=holders).values("activity_id")
    seen = Activity.objects.filter(Q(organisation_id__in=ids) | Q(id__in=elsewhere))
    acts = Activity.objects.filter(
        Q(organisation_id__in=ids) | Q(id__in=elsewhere) | Q(corrects__in=seen.filter(replaced=True).values("id"))
    )
    tables: dict[str, tuple[Any, ...]] = {
        "organisations": rows_of("organisations", OrganisationState.objects.filter(own)),
        "organisation_events": rows_of("organisation_events", _of(OrganisationEvent, ids)),
        "people": rows_of("people", Membership.objects.filter(person_id__in=holders)),
        "posts": rows_of("posts", _of(PostHolding, ids)),
        "liaisons": rows_of("liaisons", Liaison.objects.filter(Q(organisation_id__in=ids) | Q(person_id__in=holders))),
        "activities": rows_of("activities", acts.order_by("id")),
    }
    return tables | {name: rows_of(name, _of(MODELS[name], ids).order_by("id")) for name in PER_ORGANISATION}


def whole_ledger() -> Mapping[str, tuple[Any, ...]]:
    """Give the ledger of everybody; people are those who hold or held a post, as the exchange standard wants."""
    tables = {name: rows_of(name, model._default_manager.order_by("pk")) for name, model in MODELS.items()}
    held = PostHolding.objects.values("person_id")
    return tables | {
        "people": rows_of("people", Membership.objects.filter(person_id__in=held).order_by("person_id", "since"))
    }


def _of(model: Any, ids: list[str]) -> Any:
    return model.objects.filter(organisation_id__in=ids)
