"""The kinds of leftovers, one file each, in the order in which they have to be deleted."""

from __future__ import annotations

from ops.leftovers.kinds.auto_scaling_groups import AutoScalingGroups
from ops.leftovers.kinds.classic_load_balancers import ClassicLoadBalancers
from ops.leftovers.kinds.cloudformation_stacks import CloudFormationStacks
from ops.leftovers.kinds.contract import Kind
from ops.leftovers.kinds.eks_clusters import EksClusters, EksFargateProfiles, EksNodeGroups
from ops.leftovers.kinds.elastic_ips import ElasticIps
from ops.leftovers.kinds.instances import Instances
from ops.leftovers.kinds.kms_keys import KmsKeys
from ops.leftovers.kinds.launch_templates import LaunchTemplates
from ops.leftovers.kinds.load_balancers import LoadBalancers, TargetGroups
from ops.leftovers.kinds.log_groups import LogGroups
from ops.leftovers.kinds.nat_gateways import NatGateways
from ops.leftovers.kinds.network_interfaces import NetworkInterfaces
from ops.leftovers.kinds.oidc_providers import OidcProviders
from ops.leftovers.kinds.roles import InstanceProfiles, Roles
from ops.leftovers.kinds.security_groups import SecurityGroups
from ops.leftovers.kinds.snapshots import Snapshots
from ops.leftovers.kinds.volumes import Volumes
from ops.leftovers.kinds.vpcs import Vpcs

KINDS: tuple[Kind, ...] = (
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

__all__ = ["KINDS", "Kind"]
