"""The kinds of leftovers, one file each, in the order in which they have to be deleted."""

from __future__ import annotations

from cli.leftovers.kinds.auto_scaling_groups import AutoScalingGroups
from cli.leftovers.kinds.classic_load_balancers import ClassicLoadBalancers
from cli.leftovers.kinds.cloudformation_stacks import CloudFormationStacks
from cli.leftovers.kinds.contract import LeftoverKind
from cli.leftovers.kinds.eks_clusters import EksClusters, EksFargateProfiles, EksNodeGroups
from cli.leftovers.kinds.elastic_ips import ElasticIps
from cli.leftovers.kinds.instances import Instances
from cli.leftovers.kinds.kms_keys import KmsKeys
from cli.leftovers.kinds.launch_templates import LaunchTemplates
from cli.leftovers.kinds.load_balancers import LoadBalancers, TargetGroups
from cli.leftovers.kinds.log_groups import LogGroups
from cli.leftovers.kinds.nat_gateways import NatGateways
from cli.leftovers.kinds.network_interfaces import NetworkInterfaces
from cli.leftovers.kinds.oidc_providers import OidcProviders
from cli.leftovers.kinds.roles import InstanceProfiles, Roles
from cli.leftovers.kinds.security_groups import SecurityGroups
from cli.leftovers.kinds.snapshots import Snapshots
from cli.leftovers.kinds.volumes import Volumes
from cli.leftovers.kinds.vpcs import Vpcs

KINDS: tuple[LeftoverKind, ...] = (
    OidcProviders(),
    EksFargateProfiles(),
    EksNodeGroups(),
    # A living control plane makes load balancers (and in Auto Mode nodes) anew: it goes before them.
    EksClusters(),
    AutoScalingGroups(),
    Instances(),
    LoadBalancers(),
    ClassicLoadBalancers(),
    TargetGroups(),
    NatGateways(),
    ElasticIps(),
    NetworkInterfaces(),
    SecurityGroups(),
    Volumes(),
    Snapshots(),
    LaunchTemplates(),
    Vpcs(),
    CloudFormationStacks(),
    LogGroups(),
    KmsKeys(),
    InstanceProfiles(),
    Roles(),
)

__all__ = ["KINDS", "LeftoverKind"]
