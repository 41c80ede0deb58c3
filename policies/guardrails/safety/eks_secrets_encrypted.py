"""Kubernetes secrets are encrypted with a key of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pulumi_policy import Severity

from guardrails.core.checks import expect
from guardrails.core.finding import Judgement
from guardrails.core.frameworks import cis_eks
from guardrails.core.plain import UNKNOWN, Plain
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings


def check(resource: Resource, _settings: RuleSettings) -> Iterator[Judgement]:
    """The cluster names a KMS key for its secrets; which key, only the update may know."""
    yield from expect(
        resource,
        "encryptionConfig.resources",
        _covers_secrets,
        "['secrets'], beside provider.keyArn",
        "give the cluster an encryptionConfig with a KMS key (pulumi-eks: encryptionConfigKeyArn).",
    )


def _covers_secrets(resources: Plain) -> bool:
    return isinstance(resources, list) and ("secrets" in resources or UNKNOWN in resources)


RULE: ResourceRule[Any] = ResourceRule(
    name="eks-secrets-encrypted",
    description="Kubernetes secrets are encrypted with a KMS key.",
    severity=Severity.HIGH,
    framework=cis_eks("5.3.1"),
    tags=("safety", "eks", "encryption"),
    remediation_steps="Create a KMS key with rotation and name it in the cluster's encryption config.",
    url="https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html",
    settings=RuleSettings,
    applies=frozenset({"aws:eks/cluster:Cluster"}).__contains__,
    check=check,
)
