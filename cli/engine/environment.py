"""The environment in which the engine runs: the tools, a backend, in the sandbox no way out."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from cli.engine.target import Target
from cli.errors import CommandError
from toolchain.activation import with_tools

SANDBOX_PASSPHRASE = "sandbox"  # noqa: S105  (encrypts nothing that is secret)
PULUMI_CLOUD = "https://"
"""How the address of a backend begins that keeps the secrets' keys itself; all others need a passphrase."""

WITHOUT_SIDECARS = "metadata=skip"
"""The engine replaces a checkpoint in one step, but rewrites the .attrs file beside it in place: killed just
then, it could not read the checkpoint again ("failed to load checkpoint: EOF")."""


@dataclass(frozen=True)
class Providers:
    """Where the sandbox's providers listen, by package, and moto's address."""

    ports: Mapping[str, int]
    endpoint: str


def sandboxed(target: Target, base: Mapping[str, str]) -> dict[str, str]:
    """Nothing of the user's: no accounts, no clusters, none of Pulumi's own state."""
    foreign = ("AWS_", "PULUMI_", "KUBE")
    environment = with_tools(target.root, {k: v for k, v in base.items() if not k.startswith(foreign)})
    return environment | {
        "PULUMI_HOME": str(target.state / "home"),
        "PULUMI_BACKEND_URL": f"{target.backend.as_uri()}?{WITHOUT_SIDECARS}",
        "PULUMI_CONFIG_PASSPHRASE": SANDBOX_PASSPHRASE,
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "1",
        "AWS_ACCESS_KEY_ID": "sandbox",
        "AWS_SECRET_ACCESS_KEY": "sandbox",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "KUBECONFIG": os.devnull,
    }


def attached(environment: Mapping[str, str], providers: Providers) -> dict[str, str]:
    """The engine finds its providers there, and boto3 and the aws command find moto."""
    ports = (f"{package}:{port}" for package, port in sorted(providers.ports.items()))
    return {
        **environment,
        "PULUMI_DEBUG_PROVIDERS": ",".join(ports),
        "AWS_ENDPOINT_URL": providers.endpoint,
    }


def on_aws(target: Target, base: Mapping[str, str], providers: Providers | None) -> dict[str, str]:
    """For a command that asks AWS itself: the stack's region, and in the sandbox moto."""
    environment = attached(base, providers) if providers else with_tools(target.root, base)
    return {**environment, "AWS_DEFAULT_REGION": target.region}


def real(target: Target, base: Mapping[str, str], home: Path) -> tuple[dict[str, str], str]:
    """The user's own backend and credentials, and a notice about the backend, often empty.

    Raises CommandError where the backend needs a passphrase and none is set.
    """
    environment = with_tools(target.root, base)
    backend = base.get("PULUMI_BACKEND_URL") or _backend_of_project(target.root) or _logged_in(base, home)
    notice = ""
    if not backend:
        backend = environment["PULUMI_BACKEND_URL"] = "file://~"
        notice = (
            "The state is kept in ~/.pulumi on this machine. A team shares it: `pulumi login s3://BUCKET` "
            "or `pulumi login` (Pulumi Cloud) first, or set PULUMI_BACKEND_URL."
        )
    if _needs_passphrase(target, backend, base):
        raise CommandError(
            f"The backend {backend} encrypts secrets with a passphrase, and none is set: "
            "export PULUMI_CONFIG_PASSPHRASE (or PULUMI_CONFIG_PASSPHRASE_FILE), and keep it with the stack."
        )
    return environment, notice


def _backend_of_project(root: Path) -> str:
    project = yaml.safe_load((root / "Pulumi.yaml").read_text())
    return str((project.get("backend") or {}).get("url") or "")


def _logged_in(base: Mapping[str, str], home: Path) -> str:
    """The backend of the last `pulumi login`; an access token alone means Pulumi Cloud."""
    folder = Path(base.get("PULUMI_CREDENTIALS_PATH") or base.get("PULUMI_HOME") or home / ".pulumi")
    try:
        current = str(json.loads((folder / "credentials.json").read_text()).get("current") or "")
    except (OSError, ValueError):
        current = ""
    return current or ("https://api.pulumi.com" if base.get("PULUMI_ACCESS_TOKEN") else "")


def _needs_passphrase(target: Target, backend: str, base: Mapping[str, str]) -> bool:
    if backend.startswith(PULUMI_CLOUD):
        return False
    if "PULUMI_CONFIG_PASSPHRASE" in base or "PULUMI_CONFIG_PASSPHRASE_FILE" in base:
        return False
    return target.secrets_provider == "passphrase"
