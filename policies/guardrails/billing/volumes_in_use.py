"""No volume is paid for and attached to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pulumi_policy import Severity

from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import well_architected
from guardrails.core.plain import UNKNOWN
from guardrails.core.rule import StackRule
from guardrails.core.settings import RuleSettings
from guardrails.core.stack import Stack

VOLUME: Final = "aws:ebs/volume:Volume"
_ATTACHMENT: Final = "aws:ec2/volumeAttachment:VolumeAttachment"


def check(stack: Stack, _settings: RuleSettings) -> Iterator[Judgement]:
    """A volume is in use if anything of the stack refers to it, a PersistentVolume for instance."""
    taken = {urn for user in stack.resources for urns in user.references.values() for urn in urns}
    attachments = list(stack.of_type(_ATTACHMENT))
    ids = {attachment.props.get("volumeId") for attachment in attachments}
    for volume in stack.of_type(VOLUME):
        if volume.urn in taken or volume.id in ids - {None}:
            continue
        if UNKNOWN in ids:
            hidden = next(one for one in attachments if one.props.get("volumeId") is UNKNOWN)
            yield Unseen(hidden, "volumeId")
        else:
            found = "a volume that nothing in this stack uses"
            must = "attached to an instance, or referred to by what mounts it"
            yield Finding(volume, "id", found, must, "attach the volume, or keep a snapshot and remove it.")


RULE: StackRule[Any] = StackRule(
    name="volumes-in-use",
    description="Every volume is used by something.",
    severity=Severity.LOW,
    framework=well_architected("COST04-BP03"),
    tags=("billing", "volumes"),
    remediation_steps="Attach the volume, or remove it.",
    url="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-attaching-volume.html",
    settings=RuleSettings,
    check=check,
)
