"""Addresses of channels carry passwords, so they are kept sealed with a key made from the secret key."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from bihuan_site.shared.problems import Refused


def seal(text: str) -> str:
    """Give the sealed form."""
    return _box().encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """Give the text. Raises :class:`Refused` if it was sealed under another secret key (after a restore)."""
    try:
        return _box().decrypt(sealed.encode("ascii")).decode()
    except InvalidToken:
        raise Refused("这个渠道的地址是用另一把密钥存的，读不出来。请重新填写地址。") from None


def _box() -> Fernet:
    key = hashlib.sha256(b"bihuan inbox channel\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
