"""The shared state on disk: moto's backends and the records, pickled as one graph.

moto keeps its state in module-level dictionaries of backends that refer to each other, so one pickle keeps
identities; what cannot or need not be pickled (locks, keys, AWS's own IAM policies) is replaced on the way.
"""

from __future__ import annotations

import io
import pickle
import threading
from importlib.metadata import version
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from moto.backends import get_backend
from moto.core.base_backend import BackendDict
from moto.iam.models import AWSManagedPolicy, iam_backends

from sandbox.cloud.errors import SnapshotError
from sandbox.cloud.records import Records

_FORMAT = 1
_LOCK = type(threading.Lock())
_RLOCK = type(threading.RLock())


def save(path: Path, records: Records) -> None:
    """Writes the state to ``path`` in one step: a reader sees the old file or the new one, never half."""
    buffer = io.BytesIO()
    shared = {
        "format": _FORMAT,
        "moto": version("moto"),
        "records": records.tables,
        "backends": {backends.service_name: _contents(backends) for backends in _instances()},
    }
    _Pickler(buffer, pickle.HIGHEST_PROTOCOL).dump(shared)
    partial = path.with_suffix(".partial")
    partial.write_bytes(buffer.getvalue())
    partial.replace(path)


def load(path: Path, records: Records) -> None:
    """Puts the state at ``path`` back, if there is one. Raises SnapshotError for one that cannot be read."""
    if not path.exists():
        return
    advice = f"delete {path.parent} to start from nothing (the stack's own state then needs `pulumi refresh`)"
    try:
        shared = _Unpickler(io.BytesIO(path.read_bytes())).load()
        found = (shared["format"], shared["moto"])
    except Exception as error:
        raise SnapshotError(f"the sandbox's snapshot {path} cannot be read ({error}): {advice}") from error
    if found != (_FORMAT, version("moto")):
        raise SnapshotError(
            f"the sandbox's snapshot {path} is of format {found[0]}, moto {found[1]}; this is format "
            f"{_FORMAT}, "
            f"moto {version('moto')}: {advice}"
        )
    records.tables = shared["records"]
    for service, accounts in shared["backends"].items():
        backends: Any = get_backend(service)
        for account, regions in accounts.items():
            for region, backend in regions.items():
                dict.__setitem__(backends[account], region, backend)


def _instances() -> list[Any]:
    # BackendDict tracks those that were ever used; the list is moto's own means for a reset.
    tracking: Any = BackendDict
    return list(tracking._instances)


def _contents(backends: Any) -> dict[str, dict[str, Any]]:  # noqa: ANN401 - moto's generics are not public
    return {account: dict(dict.items(regions)) for account, regions in backends.items()}


class _Pickler(pickle.Pickler):
    def persistent_id(self, obj: object) -> tuple[str, ...] | None:
        if isinstance(obj, BackendDict):
            return ("backends", str(obj.service_name))
        if isinstance(obj, AWSManagedPolicy):
            return ("policy", str(obj.account_id), str(obj.arn))
        return None

    def reducer_override(self, obj: object) -> Any:  # noqa: ANN401 - the pickle protocol's own type
        if isinstance(obj, _LOCK):
            return (threading.Lock, ())
        if isinstance(obj, _RLOCK):
            return (threading.RLock, ())
        if isinstance(obj, RSAPrivateKey | EllipticCurvePrivateKey):
            return (_private_key, (_pem(obj),))
        return NotImplemented


class _Unpickler(pickle.Unpickler):
    def persistent_load(self, pid: tuple[str, ...]) -> Any:  # noqa: ANN401 - the pickle protocol's own type
        if pid[0] == "backends":
            return get_backend(pid[1])  # type: ignore[call-overload]
        _, account, arn = pid
        return iam_backends[account][arn.split(":")[1]].managed_policies[arn]


def _pem(key: RSAPrivateKey | EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _private_key(pem: bytes) -> object:
    return serialization.load_pem_private_key(pem, password=None)
