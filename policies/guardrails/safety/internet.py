"""Which networks stand for the whole internet, or for much of it."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Final

from guardrails.core.plain import Plain

_WIDEST: Final = {4: 7, 6: 15}
"""By IP version, the longest prefix that no single network has: IANA allots /8 and /16 at most."""


def is_internet(cidr: Plain) -> bool:
    """Whether ``cidr`` is the internet or a large part of it, such as ``0.0.0.0/0``, ``::/0``, ``0.0.0.0/1``.

    What is no network, a security group's id for instance, is not.
    """
    try:
        network = ip_network(str(cidr), strict=False)
    except ValueError:
        return False
    return network.prefixlen <= _WIDEST[network.version]
