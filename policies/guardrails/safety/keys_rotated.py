"""KMS keys of one's own get new key material each year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pulumi_policy import Severity

from guardrails.core.finding import Judgement
from guardrails.core.frameworks import cis_aws
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings
from guardrails.safety.demand import Demand, Demands, judge, says


def _can_rotate(key: Resource) -> bool | None:
    """AWS rotates symmetric keys for encryption only."""
    facts = (
        says("customerMasterKeySpec", None, "SYMMETRIC_DEFAULT")(key),
        says("keyUsage", None, "ENCRYPT_DECRYPT")(key),
    )
    if False in facts:
        return False
    return None if None in facts else True


ROTATED: Final[Demands] = {"aws:kms/key:Key": (Demand("enableKeyRotation", when=_can_rotate),)}


def check(resource: Resource, _settings: RuleSettings) -> Iterator[Judgement]:
    """The rotation of every symmetric key for encryption is on."""
    yield from judge(resource, ROTATED)


RULE: ResourceRule[Any] = ResourceRule(
    name="keys-rotated",
    description="KMS keys are rotated.",
    severity=Severity.MEDIUM,
    framework=cis_aws("3.6"),
    tags=("safety", "encryption"),
    remediation_steps="Switch the key's rotation on.",
    url="https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
    settings=RuleSettings,
    applies=ROTATED.keys().__contains__,
    check=check,
)
