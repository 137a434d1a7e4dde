"""Who wears which role where: what the list of things to do asks when it writes calendars and reminders."""

from collections.abc import Sequence

from bihuan_site.accounts.hats import hats_of, role_of_post
from bihuan_site.accounts.models import Account, RoleGrant
from bihuan_site.organisations.models import Person, PostHolding
from bihuan_site.organisations.scoping import in_force
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.roles import Role


class Wearers:
    """The register of hats as it is today."""

    def hats(self, account: int) -> Sequence[Actor]:
        """Give the hats of an account; none for one that is switched off or gone."""
        found = Account.objects.filter(pk=account).select_related("person").first()
        return hats_of(found, business_day()) if found else ()

    def wearers(self, organisation: str, role: str) -> Sequence[str]:
        """Give the persons in ``role`` at an organisation; an empty role is anybody with a role there but members."""
        day = business_day()
        if role == Role.MEMBER:
            people = Person.objects.filter(in_force(day), organisation_id=organisation, erased=False)
            return sorted(people.values_list("pk", flat=True))
        posts = PostHolding.objects.filter(in_force(day), organisation_id=organisation).select_related("organisation")
        found = {
            one.person_id
            for one in posts
            if (worn := role_of_post(one.organisation.tier, one.post)) and role in ("", worn.value)
        }
        grants = RoleGrant.objects.filter(in_force(day), organisation_id=organisation, account__is_active=True)
        granted = grants.filter(role=role) if role else grants
        found |= {str(person) for person in granted.values_list("account__person_id", flat=True) if person}
        return sorted(found)
