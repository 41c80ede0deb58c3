"""The Network component: a VPC with public and private subnets, or an existing one."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components.network.flow_logs import declare_flow_logs
from components.network.plan import choose_zones, divide
from components.network.routes import declare_routes
from components.network.settings import NetworkSettings
from components.network.subnets import declare_subnets
from components.network.vpc_endpoints import declare_vpc_endpoints


class Network(pulumi.ComponentResource):
    """Subnets for a cluster, tagged so that EKS, load balancers and Karpenter find them.

    ``region`` is the region's name; ``cluster_name`` is the name of the cluster that will live here.
    Raises RunError where the wanted zones are not available.
    """

    vpc_id: pulumi.Output[str]
    public_subnet_ids: pulumi.Output[Sequence[str]]
    private_subnet_ids: pulumi.Output[Sequence[str]]
    node_subnet_ids: pulumi.Output[Sequence[str]]
    """Where nodes stand: the private subnets, or the public ones where the settings say so."""
    egress: Sequence[pulumi.Resource]
    """A node's way out. A node that starts before it can't join; the control plane needn't wait for it."""

    def __init__(
        self,
        name: str,
        settings: NetworkSettings,
        *,
        region: str,
        cluster_name: str,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("selfdriving:index:Network", name, None, opts)
        if settings.vpc_id is None:
            self._build(name, settings, region, cluster_name)
        else:
            self.vpc_id = pulumi.Output.from_input(settings.vpc_id)
            self.public_subnet_ids = pulumi.Output.from_input(list(settings.public_subnet_ids))
            self.private_subnet_ids = pulumi.Output.from_input(list(settings.private_subnet_ids))
            self.egress = ()
        public_nodes = settings.node_subnets == "public"
        self.node_subnet_ids = self.public_subnet_ids if public_nodes else self.private_subnet_ids
        self.register_outputs(
            {
                "vpcId": self.vpc_id,
                "publicSubnetIds": self.public_subnet_ids,
                "privateSubnetIds": self.private_subnet_ids,
                "nodeSubnetIds": self.node_subnet_ids,
            }
        )

    def _build(self, name: str, settings: NetworkSettings, region: str, cluster_name: str) -> None:
        try:
            chosen = choose_zones(settings.zones, self._available_zones(region))
        except ValueError as error:
            # The engine shows this one as a message, and any other as a traceback.
            raise pulumi.RunError(str(error)) from None
        zones = divide(settings.cidr, chosen)
        opts = pulumi.ResourceOptions(parent=self)
        vpc = aws.ec2.Vpc(
            f"{name}-vpc",
            cidr_block=str(settings.cidr),
            enable_dns_hostnames=True,
            enable_dns_support=True,
            assign_generated_ipv6_cidr_block=settings.ipv6,
            tags={"Name": name},
            opts=opts,
        )
        # A VPC is born with a group whose members may talk to each other; whoever names no group gets it.
        aws.ec2.DefaultSecurityGroup(
            f"{name}-default",
            vpc_id=vpc.id,
            ingress=[],
            egress=[],
            tags={"Name": f"{name}-unused"},
            opts=opts,
        )
        pairs = [
            declare_subnets(self, name, settings, cluster_name=cluster_name, vpc=vpc, zone=zone)
            for zone in zones
        ]
        routes = declare_routes(self, name, settings, vpc, pairs)
        endpoints = declare_vpc_endpoints(
            self, name, settings, region=region, vpc=vpc, pairs=pairs, tables=routes.tables
        )
        if settings.flow_logs:
            declare_flow_logs(self, name, vpc, settings.flow_log_retention_days)
        self.vpc_id = vpc.id
        self.public_subnet_ids = pulumi.Output.all(*(pair.public.id for pair in pairs))
        self.private_subnet_ids = pulumi.Output.all(*(pair.private.id for pair in pairs))
        self.egress = (*routes.egress, *endpoints)

    def _available_zones(self, region: str) -> dict[str, str]:
        found = aws.get_availability_zones(
            state="available",
            filters=[{"name": "zone-type", "values": ["availability-zone"]}],
            region=region,
            opts=pulumi.InvokeOptions(parent=self),
        )
        return dict(zip(found.names, found.zone_ids, strict=True))
