"""Who acts for an organisation, and who above it takes what it hands up; read by the acts that tell them."""

from bihuan_site.organisations.models import Organisation
from bihuan_site.shared.roles import Role

ACTING = {
    "党支部": Role.BRANCH_SECRETARY,
    "党委": Role.SUB_COMMITTEE,
    "党总支": Role.SUB_COMMITTEE,
    "机关党委": Role.OFFICE,
    "党组": Role.LEADING_SECRETARY,
}


def acting_role(where: Organisation) -> Role | None:
    """Give the role that acts for an organisation; None tells all who act for it."""
    return ACTING.get(where.tier)


def receiver_above(where: Organisation) -> tuple[str, Role] | None:
    """Give (organisation, role) that takes what ``where`` hands up: the committee's office, above it the leaders."""
    above = [one for one in where.path.split("/") if one and one != where.pk]
    tiers = {one.tier: one.pk for one in Organisation.objects.filter(pk__in=above)}
    for tier in ("机关党委", "党组"):
        if tier in tiers:
            return tiers[tier], ACTING[tier]
    return None
