"""The add-ons that come with the component unless its options say otherwise."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pulumi_aws as aws

from sandbox.eks.arguments import Arguments


def declare_addons(
    parent: pulumi.Resource,
    name: str,
    args: Arguments,
    cluster: aws.eks.Cluster,
    after: list[pulumi.Resource],
) -> None:
    """kube-proxy and vpc-cni, and coredns where it is asked for or AWS runs the nodes; vpc-cni waits for
    ``after``."""
    automatic = args.auto_mode
    opts = pulumi.ResourceOptions(parent=parent)
    if args.option("kubeProxyAddonOptions", "enabled", default=not automatic):
        _addon(f"{name}-kube-proxy", "kube-proxy", "kubeProxyAddonOptions", args, cluster, opts=opts)
    own_cni = args.get("useDefaultVpcCni")
    if not own_cni if own_cni is not None else not automatic:
        component = VpcCniAddon(f"{name}-vpc-cni", pulumi.ResourceOptions(parent=parent, depends_on=after))
        child = pulumi.ResourceOptions(parent=component)
        _addon(f"{name}-vpc-cni", "vpc-cni", "vpcCniOptions", args, cluster, opts=child)
    asked_for = args.option("corednsAddonOptions", "enabled") is True
    has_values = args.option("corednsAddonOptions", "configurationValues") is not None
    wanted = args.option("corednsAddonOptions", "enabled", default=True)
    if asked_for or has_values or (automatic and wanted):
        _addon(f"{name}-coredns", "coredns", "corednsAddonOptions", args, cluster, opts=opts)


class VpcCniAddon(pulumi.ComponentResource):
    """The component around the vpc-cni add-on; it has no inputs or outputs of its own here."""

    def __init__(self, name: str, opts: pulumi.ResourceOptions) -> None:
        super().__init__("eks:index:VpcCniAddon", name, None, opts)
        self.register_outputs({})


def _addon(
    label: str,
    addon: str,
    group: str,
    args: Arguments,
    cluster: aws.eks.Cluster,
    *,
    opts: pulumi.ResourceOptions,
) -> None:
    version = args.option(group, "version") or args.option(group, "addonVersion")
    if version is None:
        parent = pulumi.InvokeOptions(parent=opts.parent)
        version = aws.eks.get_addon_version_output(
            addon_name=addon, kubernetes_version=cluster.version, most_recent=True, opts=parent
        ).version
    aws.eks.Addon(
        label,
        cluster_name=cluster.name,
        addon_name=addon,
        addon_version=version,
        preserve=True,
        tags=args.get("tags"),
        resolve_conflicts_on_create=args.option(group, "resolveConflictsOnCreate", "OVERWRITE"),
        resolve_conflicts_on_update=args.option(group, "resolveConflictsOnUpdate", "OVERWRITE"),
        service_account_role_arn=args.option(group, "serviceAccountRoleArn"),
        configuration_values=_as_text(args.option(group, "configurationValues")),
        opts=opts,
    )


def _as_text(values: Any) -> pulumi.Output[str] | None:  # noqa: ANN401 - an input of the component
    return None if values is None else pulumi.Output.from_input(values).apply(json.dumps)
