"""Host names -> the IP addresses that may be connected to.

What is checked here is what is connected to: asking the name service again would let its owner
answer with another address the second time.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from quoth.index.errors import FetchError
from quoth.index.fetching.urls import WebAddress

_PROTOCOLS = IPv4Network("192.0.0.0/24")  # which older Pythons take for public
_NAT64 = IPv6Network("64:ff9b::/96")


def addresses_of(place: WebAddress, *, allow_private: bool) -> list[str]:
    """All addresses of a host. Raises FetchError when there is none, or when one is private."""
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(
            f"{place} cannot be reached: there is no host {place.host}.",
            "Check the address and your connection.",
        ) from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not allow_private and not all(map(is_public, addresses)):
        raise FetchError(
            f"{place} is on this machine or a private network.",
            "Only what is on the public internet is fetched unless you allow private addresses.",
        )
    return addresses


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet, whatever wraps it."""
    bare = _unwrapped(ip_address(address))
    refused = (
        bare.is_private,
        bare.is_loopback,
        bare.is_link_local,
        bare.is_multicast,
        bare.is_reserved,
        bare.is_unspecified,
        bare in _PROTOCOLS,
        isinstance(bare, IPv6Address) and bare.is_site_local,
    )
    return bare.is_global and not any(refused)


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 one stands for: a router would pass it on there."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
