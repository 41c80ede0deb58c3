"""The component ``eks:index:Cluster``: the children that pulumi-eks makes, under the same names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, ClassVar

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as kubernetes

from sandbox.eks.access import declare_access
from sandbox.eks.addons import declare_addons
from sandbox.eks.arguments import Arguments
from sandbox.eks.control_plane import (
    auto_mode_node_role,
    declare_cluster,
    service_role,
    subnet_ids,
)
from sandbox.eks.kubeconfig import kubeconfig
from sandbox.eks.security_groups import control_plane_group, node_group

_THUMBPRINT = "9e99a48a9960b14926bb7f3b02e22da2b0ab7280"
"""The fingerprint of the authority that signed EKS's issuers for years; the real component fetches it."""


class Cluster(pulumi.ComponentResource):
    """``state`` holds the component's outputs. Raises ValueError for arguments that contradict each other."""

    kind: ClassVar[str] = "eks:index:Cluster"

    def __init__(
        self, name: str, inputs: Mapping[str, pulumi.Input[Any]], opts: pulumi.ResourceOptions | None
    ) -> None:
        super().__init__(self.kind, name, None, opts)
        args = Arguments(name, inputs)
        role_arn, role, after = self._role(name, args)
        groups = not args.get("skipDefaultSecurityGroups", args.auto_mode)
        control_plane = args.get("clusterSecurityGroup")
        if control_plane is None and groups:
            control_plane = control_plane_group(self, name, args)
        node_role = auto_mode_node_role(self, name, args)
        if node_role is not None:
            after += node_role.permissions
        cluster = declare_cluster(
            self,
            name,
            args,
            role_arn=role_arn,
            security_group=control_plane,
            node_role=node_role,
            after=after,
        )
        config = self._kubeconfig(cluster, args)
        provider = kubernetes.Provider(
            f"{name}-eks-k8s", kubeconfig=config.apply(json.dumps), opts=pulumi.ResourceOptions(parent=self)
        )
        access = declare_access(self, name, args, cluster, provider)
        declare_addons(self, name, args, cluster, access)
        oidc = self._oidc_provider(name, args, cluster)
        group_id = (
            control_plane.id if control_plane is not None else cluster.vpc_config.cluster_security_group_id
        )
        nodes = node_group(self, name, args, cluster, group_id) if groups else None
        issuer = cluster.identities[0].oidcs[0].issuer
        core: dict[str, Any] = {
            "cluster": cluster,
            "clusterIamRole": role,
            "clusterSecurityGroup": control_plane,
            "endpoint": cluster.endpoint,
            "instanceRoles": args.get("instanceRoles", []),
            "kubeconfig": config,
            "nodeGroupOptions": {},
            "oidcProvider": oidc,
            "provider": provider,
            "subnetIds": subnet_ids(args),
            "tags": args.get("tags"),
            "vpcId": args.get("vpcId") or cluster.vpc_config.vpc_id,
        }
        self.state: dict[str, Any] = {
            "autoModeNodeRoleName": node_role.role.name if node_role is not None else "",
            "clusterIngressRuleId": nodes.cluster_ingress.id if nodes is not None else "",
            "clusterSecurityGroup": control_plane,
            "clusterSecurityGroupId": group_id,
            "core": {key: value for key, value in core.items() if value is not None},
            "eksCluster": cluster,
            "eksClusterIngressRule": nodes.cluster_ingress if nodes is not None else None,
            "fargateProfileId": "",
            "fargateProfileStatus": "",
            "instanceRoles": args.get("instanceRoles", []),
            "kubeconfig": config,
            "kubeconfigJson": config.apply(json.dumps),
            "nodeSecurityGroup": nodes.group if nodes is not None else None,
            "nodeSecurityGroupId": nodes.group.id if nodes is not None else "",
            "oidcIssuer": issuer.apply(lambda url: url.removeprefix("https://")),
            "oidcProviderArn": oidc.arn if oidc is not None else "",
            "oidcProviderUrl": issuer,
        }
        self.register_outputs(self.state)

    def _role(self, name: str, args: Arguments) -> tuple[pulumi.Input[str], Any, list[pulumi.Resource]]:
        """The control plane's role: its ARN, itself, and what must be there before it can be used."""
        if "serviceRole" in args:
            role = args["serviceRole"]
            return pulumi.Output.from_input(role).apply(lambda known: known.arn), role, []
        made = service_role(self, name, args)
        return made.role.arn, made.role, [*made.permissions]

    @staticmethod
    def _kubeconfig(cluster: aws.eks.Cluster, args: Arguments) -> pulumi.Output[dict[str, Any]]:
        return pulumi.Output.all(
            cluster.name,
            cluster.endpoint,
            cluster.certificate_authority.data,
            cluster.arn,
            args.get("providerCredentialOpts"),
        ).apply(lambda known: kubeconfig(*known))

    def _oidc_provider(
        self, name: str, args: Arguments, cluster: aws.eks.Cluster
    ) -> aws.iam.OpenIdConnectProvider | None:
        if not args.get("createOidcProvider"):
            return None
        return aws.iam.OpenIdConnectProvider(
            f"{name}-oidcProvider",
            client_id_lists=["sts.amazonaws.com"],
            url=cluster.identities[0].oidcs[0].issuer,
            thumbprint_lists=[_THUMBPRINT],
            opts=pulumi.ResourceOptions(parent=self),
        )
