"""Wires settings to components to exports; no decision is taken here."""

import gc

# Before the SDKs are loaded: they are hundreds of thousands of objects that stay until the end, and looking
# for garbage among them is a seventh of the program's time. What the program makes is freed by its counts.
gc.disable()

import pulumi  # noqa: E402

from components import (  # noqa: E402
    NO_MONITORING,
    AutoRemediation,
    BillingGuard,
    ClusterHandle,
    ClusterServices,
    ExistingCluster,
    Microservice,
    Observability,
    SelfDrivingCluster,
)
from settings import ConfigError, Stack, from_engine, parse  # noqa: E402


def _cluster(stack: Stack) -> ClusterHandle:
    settings = stack.settings
    if settings.target == "kubeconfig":
        return ExistingCluster(
            stack.cluster_name, path=settings.kubeconfig.path, context=settings.kubeconfig.context
        ).handle
    cluster = SelfDrivingCluster(
        stack.cluster_name,
        settings.cluster,
        network=settings.network,
        node_groups=settings.node_groups,
        node_pools=settings.node_pools,
        pool_repair=settings.pool_repair,
        region=stack.aws_region,
        tags=stack.tags,
    )
    BillingGuard("billing", settings.billing, cluster_name=stack.cluster_name)
    pulumi.export("clusterName", cluster.handle.name)
    pulumi.export("region", stack.region)
    pulumi.export("vpcId", cluster.network.vpc_id)
    pulumi.export("kubeconfig", pulumi.Output.json_loads(cluster.kubeconfig))
    pulumi.export("oidcProviderArn", cluster.oidc_provider_arn)
    return cluster.handle


def main() -> None:
    """The whole program."""
    try:
        stack = parse(from_engine())
    except ConfigError as error:
        raise pulumi.RunError(str(error)) from None
    for warning in stack.warnings:
        pulumi.log.warn(str(warning))
    handle = _cluster(stack)
    monitoring = NO_MONITORING
    commands: dict[str, str] = {}
    telemetry = stack.settings.services.telemetry.handle(handle)
    if stack.settings.observability.enabled:
        observability = Observability(
            "observability", stack.settings.observability, handle, telemetry=telemetry
        )
        monitoring = observability.handle
        commands |= observability.commands
    if stack.settings.remediation.enabled:
        AutoRemediation("remediation", stack.settings.remediation, handle, monitoring=monitoring)
    services = ClusterServices("services", stack.settings.services, handle, monitoring=monitoring)
    for name, declared in stack.settings.microservices.items():
        Microservice(
            name,
            image=declared.image,
            port=declared.port,
            settings=declared,
            cluster=handle,
            monitoring=monitoring,
            recommender=services.recommender,
            telemetry=telemetry,
            mesh=services.mesh,
        )
    pulumi.export("handOver", services.hand_over)
    pulumi.export("commands", {**commands, **services.commands})


main()
