"""What a request says about where it comes from."""

import ipaddress

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

UNKNOWN = "?"


def address_of(request: HttpRequest | None) -> str:
    """Give the address a request comes from; of IPv6 the /64, which is one subscriber."""
    if request is None:
        return UNKNOWN
    written = str(get_adapter().get_client_ip(request) or "")
    try:
        address = ipaddress.ip_address(written)
    except ValueError:
        return UNKNOWN
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.IPv6Network((address, 64), strict=False).network_address)
    return str(address)
