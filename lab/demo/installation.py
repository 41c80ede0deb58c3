"""Installs an engine into the laboratory as AutoRemediation would: same settings, chart and namespace."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import pulumi
import pulumi_kubernetes as kubernetes

from components.cluster_service import ClusterService
from components.handles import AwsHandle, ClusterHandle
from components.install_context import InstallContext
from components.remediation.engines import ENGINES
from components.remediation.settings import EngineName, RemediationSettings
from lab import run_as_deployment
from lab.engine_process import EngineProcess
from lab.helm import Helm
from lab.lab import Lab
from lab.local_aws import REGION

NAMESPACE = "auto-remediation"
REPLACES: frozenset[EngineName] = frozenset({"pitstop"})
"""Engines that have the fresh node brought; the others leave it to cluster-autoscaler, which is not here."""
_ROOT = Path(__file__).parents[2]
# draino does not read KUBECONFIG, and its own port would be taken by a second one.
_DRAINO = 'exec "$0" --kubeconfig="$KUBECONFIG" --listen=127.0.0.1:0 "$@"'


class NoProgramError(ValueError):
    """The engine cannot run here; the message says what is needed."""


def program_of(engine: EngineName) -> Sequence[str | Path]:
    """Return what to start for the image of ``engine``.

    Raises NoProgramError where there is nothing to start: draino's binary is taken from ``DRAINO_BIN``.
    """
    if engine == "draino":
        if not (binary := os.environ.get("DRAINO_BIN")):
            raise NoProgramError(
                "DRAINO_BIN is not set: name a draino binary in it, or take --engine pitstop"
            )
        return ["sh", "-c", _DRAINO, binary]
    if engine == "pitstop":
        return [sys.executable, "-m", "pitstop"]
    raise NoProgramError(f"{engine} runs at AWS, outside of the cluster: there is nothing to start here")


def install(lab: Lab, settings: RemediationSettings) -> EngineProcess:
    """Install the engine's chart with the values of ``settings``; the engine itself is not started yet."""
    program = program_of(settings.engine)
    lab.namespace(NAMESPACE, {"pod-security.kubernetes.io/enforce": "restricted"})
    service, values = asyncio.run(_service(lab, settings))
    helm = Helm(lab.plane.kubeconfig(), lab.bench.folder)
    helm.install(service.name, _ROOT / "charts" / service.chart.name, NAMESPACE, values)
    return run_as_deployment.of(
        lab, NAMESPACE, service.name, program, pod="engine-1", environment={"PYTHONPATH": str(_ROOT)}
    )


async def _service(lab: Lab, settings: RemediationSettings) -> tuple[ClusterService, Mapping[str, Any]]:
    """What AutoRemediation installs, and its values with every output known."""
    service = ENGINES[settings.engine](settings, InstallContext(_handle(lab), {NAMESPACE: NAMESPACE}))
    if service is None:
        raise NoProgramError(f"{settings.engine} installs nothing into a cluster")
    values = await pulumi.Output.from_input(service.values).future()
    return service, cast("Mapping[str, Any]", values)


def _handle(lab: Lab) -> ClusterHandle:
    """The laboratory as a cluster on AWS. Nothing is declared here, so no provider is needed."""
    unused = pulumi.Output.from_input("")
    aws = AwsHandle(
        region=REGION,
        version="1.34",
        partition=pulumi.Output.from_input("aws"),
        account_id=pulumi.Output.from_input("123456789012"),
        vpc_id=unused,
        node_role_arn=unused,
        node_role_name=unused,
        cluster_security_group_id=unused,
        dns_address=unused,
    )
    return ClusterHandle(
        name=pulumi.Output.from_input(lab.cluster), provider=cast("kubernetes.Provider", None), aws=aws
    )
