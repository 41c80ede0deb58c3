"""What a microservice's process may do: what the restricted Pod Security Standard allows, and less."""

from __future__ import annotations

from typing import Any

from components.microservice.app import App, Manifest


def service_account() -> Manifest:
    """An identity of its own, without a token: the service has no business with Kubernetes."""
    return Manifest("v1", "ServiceAccount", {"automountServiceAccountToken": False})


def pod_context(app: App) -> dict[str, Any]:
    """Never root, and only the system calls that the runtime allows by default."""
    user = app.settings.user_id
    return {
        "runAsNonRoot": True,
        "runAsUser": user,
        "runAsGroup": user,
        "fsGroup": user,
        "seccompProfile": {"type": "RuntimeDefault"},
    }


def container_context() -> dict[str, Any]:
    """Nothing to write to but its scratch volume, and no privilege to gain."""
    return {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
