"""What a microservice's process may do: what the restricted Pod Security Standard allows, and less."""

from __future__ import annotations

from typing import Any

from components.helm_values import container_security, pod_security
from components.manifest import Manifest
from components.microservice.spec import MicroserviceSpec


def service_account() -> Manifest:
    """An identity of its own, without a token: the service has no business with Kubernetes."""
    return Manifest("v1", "ServiceAccount", {"automountServiceAccountToken": False})


def pod_context(spec: MicroserviceSpec) -> dict[str, Any]:
    """Never root, and only the system calls that the runtime allows by default."""
    return pod_security(spec.settings.user_id, spec.settings.user_id)


def container_context() -> dict[str, Any]:
    """Nothing to write to but its scratch volume, and no privilege to gain."""
    return container_security()
