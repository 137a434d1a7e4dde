"""Acts on accounts."""

from bihuan_site.accounts.hats import hats_of, wearing
from bihuan_site.accounts.models import Account, LastHat
from bihuan_site.audit.acting import Done, action
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.problems import NotFound
from bihuan_site.shared.roles import EVERYONE


@action("accounts.hat_put_on", EVERYONE)
def put_on(*, actor: Actor, hat: str) -> Done[Actor]:
    """Act in another of one's hats from now on. Raises :class:`NotFound` for a hat the account does not have."""
    account = Account.objects.select_related("person__organisation").get(pk=actor.account)
    chosen = wearing(hats_of(account, business_day()), hat)
    if chosen is None:
        raise NotFound("hat")
    LastHat.objects.update_or_create(account=account, defaults={"hat": hat})
    return Done(chosen, on=f"account:{account.pk}", details={"hat": hat})
