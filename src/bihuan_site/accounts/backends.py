"""The log-in backend: allauth's, reading the person along with the account."""

from allauth.account.auth_backends import AuthenticationBackend

from bihuan_site.accounts.models import Account


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """Finds accounts by username; one query gives account, person and branch."""

    def get_user(self, user_id: int) -> Account | None:
        """Give an active account by its number."""
        found = Account.objects.select_related("person__organisation").filter(pk=user_id).first()
        return found if found and found.is_active else None
