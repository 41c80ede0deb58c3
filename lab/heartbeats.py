"""Heartbeats of a node: whether its kubelet renews its Lease.

KWOK looks after a node only while it holds the node's Lease. A node is dead when another holder keeps it for
ever and does not renew it: the node controller then sees what it sees of a machine that lost its power.
"""

from __future__ import annotations

from lab.api import ApiError, LabApi

_LEASES = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases"
_FOREVER = 2**31 - 1
_LONG_AGO = "2000-01-01T00:00:00.000000Z"


def stop(api: LabApi, node: str) -> None:
    """Stop the heartbeats of ``node``; its pods stay as they are, and end no more."""
    spec = {"holderIdentity": "power-is-off", "leaseDurationSeconds": _FOREVER}
    try:
        api.patch(f"{_LEASES}/{node}", {"spec": spec})
    except ApiError as error:
        if error.status != 404:
            raise
        api.create(_LEASES, {"metadata": {"name": node}, "spec": spec | {"renewTime": _LONG_AGO}})


def resume(api: LabApi, node: str) -> None:
    """Let the heartbeats go on: KWOK takes the Lease over within its renew interval."""
    spec = {"leaseDurationSeconds": 1, "renewTime": _LONG_AGO}
    api.patch(f"{_LEASES}/{node}", {"spec": spec})
