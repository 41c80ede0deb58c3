"""Every resource type and function of the provider: importing a module registers what is in it."""

import importlib
from typing import Final

_MODULES: Final = (
    "autoscaling",
    "chat",
    "cloudwatch",
    "cost",
    "ec2_compute",
    "ec2_endpoints",
    "ec2_gateways",
    "ec2_launch",
    "ec2_network",
    "ec2_routes",
    "ec2_security_groups",
    "ec2_security_rules",
    "eks_access",
    "eks_addon",
    "eks_cluster",
    "eks_node_group",
    "events",
    "functions_ec2",
    "functions_eks",
    "functions_iam",
    "functions_lookup",
    "functions_place",
    "iam_policies",
    "iam_roles",
    "kms",
    "route53",
    "s3",
    "sns",
    "sqs",
)


def load() -> None:
    """Makes the provider know all that there is."""
    for module in _MODULES:
        importlib.import_module(f"sandbox.aws.{module}")
