"""From where on the network somebody asks, for counting wrong passwords; it is kept nowhere in clear."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

from flask import request

from chassis.http import context

HOUSEHOLD = 64
"""Whoever has one IPv6 address has as many as they like, all within one network of this size."""


def asker_address() -> str:
    """Whoever asks: by their own address, or by what a proxy of ours says of them.

    Each proxy adds to X-Forwarded-For whom it heard. Read from its end, the first that is none of ours is
    the last that nobody could make up.
    """
    ours = context().settings.trusted_proxies
    said = ",".join(request.headers.getlist("X-Forwarded-For")).split(",")
    address = _read(request.remote_addr)
    while address is not None and _is_among(address, ours) and said:
        further = _read(said.pop())
        if further is None:
            break
        address = further
    return _as_one(address)


def is_from_inside() -> bool:
    """Whether somebody asks from a private network, and through no proxy, which asks on behalf of others."""
    address = _read(request.remote_addr)
    forwarded = any(name in request.headers for name in ("Forwarded", "X-Forwarded-For", "Via"))
    return address is not None and address.is_private and not forwarded


def _read(text: str | None) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address((text or "").strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_among(address: IPv4Address | IPv6Address, networks: frozenset[Any]) -> bool:
    return any(address in network for network in networks)


def _as_one(address: IPv4Address | IPv6Address | None) -> str:
    if isinstance(address, IPv6Address):
        return str(ip_network((address, HOUSEHOLD), strict=False))
    return str(address or "")
