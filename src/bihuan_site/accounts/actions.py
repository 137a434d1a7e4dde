"""What people do with their own account."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from bihuan_site.accounts import attempts, slips
from bihuan_site.accounts.hats import hats_of, wearing
from bihuan_site.accounts.models import Account, LastHat, plain_username
from bihuan_site.accounts.sessions import end_sessions
from bihuan_site.accounts.signs import address_of
from bihuan_site.accounts.trail import note
from bihuan_site.audit.acting import Done, action
from bihuan_site.shared.actor import Actor
from bihuan_site.shared.clock import business_day
from bihuan_site.shared.problems import NotFound, Refused
from bihuan_site.shared.roles import EVERYONE

WRONG_SLIP = "用户名或激活码不对，或者激活码已经用过、过期。"


@action("accounts.hat_put_on", EVERYONE)
def put_on(*, actor: Actor, hat: str) -> Done[Actor]:
    """Act in another of one's hats from now on. Raises :class:`NotFound` for a hat the account does not have."""
    account = Account.objects.select_related("person__organisation").get(pk=actor.account)
    chosen = wearing(hats_of(account, business_day()), hat)
    if chosen is None:
        raise NotFound("hat")
    LastHat.objects.update_or_create(account=account, defaults={"hat": hat})
    return Done(chosen, on=f"account:{account.pk}", details={"hat": hat})


@action("accounts.other_sessions_ended", EVERYONE)
def end_other_sessions(*, actor: Actor, keep: str) -> Done[int]:
    """Log out everywhere but here."""
    ended = end_sessions(actor.account, but=keep)
    return Done(ended, on=f"account:{actor.account}", details={"sessions": ended})


def activate(request: HttpRequest, username: str, code: str, password: str) -> Account:
    """Set the password with a slip, use the slip up, and end every session.

    Nobody wears a hat yet, so this is no act of an actor; it writes its row like a log-in. Raises :class:`Refused`
    alike for an unknown name, a wrong code, a used one and one that expired.
    """
    name, address = f"slip:{plain_username(username)}", address_of(request)
    waiting = attempts.begin(name, address)
    if waiting:
        raise Refused(attempts.wait_words(waiting))
    with transaction.atomic():
        account = Account.objects.select_for_update(of=("self",)).filter(username=plain_username(username)).first()
        slip = slips.find(account, code) if account else None
        if account is None or slip is None or not account.is_active:
            raise Refused(WRONG_SLIP)
        try:
            validate_password(password, account)
        except ValidationError as wrong:
            raise Refused("".join(wrong.messages)) from None
        account.set_password(password)
        account.save(update_fields=["password", "password_set", "must_change_password"])
        slip.used_at = timezone.now()
        slip.save(update_fields=["used_at"])
        ended = end_sessions(account.pk)
        note("activated", account.pk, request, sessions_ended=ended)
    attempts.succeeded(name, address)
    return account
