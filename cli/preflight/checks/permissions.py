"""What the caller may do, by IAM's own simulation."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from botocore.exceptions import ClientError

from cli.aws.needs import Needs
from cli.aws.region import Region
from cli.preflight.model import Line, fail, ok, warn

SUBJECT = "permissions"
_SHOWN = 6


def needed_actions(*, karpenter: bool) -> list[str]:
    """IAM actions that a stack takes from its first `up` to its end: actions.json, in this folder.

    With ``karpenter`` also those of karpenter_actions.json, for its queue and its instance profile.
    """
    files = ["actions.json", *(["karpenter_actions.json"] if karpenter else [])]
    texts = [Path(__file__).with_name(file).read_text(encoding="utf-8") for file in files]
    return [
        f"{service}:{action}"
        for text in texts
        for service, names in json.loads(text).items()
        for action in names
    ]


def check_permissions(needs: Needs, region: Region) -> Iterable[Line]:
    """Simulate every needed action for the caller's user or role."""
    caller = region.sts.get_caller_identity()["Arn"]
    if caller.endswith(":root"):
        yield ok(SUBJECT, "the root user may do everything")
        return
    actions = needed_actions(karpenter=needs.karpenter)
    try:
        denied = _denied(region, principal_of(region, caller), actions)
    except ClientError as error:
        if "AccessDenied" not in error.response.get("Error", {}).get("Code", ""):
            raise
        yield warn(
            SUBJECT,
            "could not be simulated",
            "ask for iam:SimulatePrincipalPolicy and iam:GetRole, or look for yourself",
        )
        return
    if not denied:
        yield ok(SUBJECT, f"all {len(actions)} actions allowed")
        return
    shown = ", ".join(denied[:_SHOWN]) + (f" and {len(denied) - _SHOWN} more" if len(denied) > _SHOWN else "")
    yield fail(SUBJECT, f"{len(denied)} of {len(actions)} denied: {shown}", f"have them allowed for {caller}")


def principal_of(region: Region, caller: str) -> str:
    """The ARN that IAM simulates for: an assumed role's session is not one, its role is."""
    if ":assumed-role/" not in caller:
        return caller
    role = caller.split("/")[1]
    return region.iam.get_role(RoleName=role)["Role"]["Arn"]


def _denied(region: Region, principal: str, actions: list[str]) -> list[str]:
    pages = region.iam.get_paginator("simulate_principal_policy").paginate(
        PolicySourceArn=principal, ActionNames=actions
    )
    return [
        result["EvalActionName"]
        for page in pages
        for result in page["EvaluationResults"]
        if result["EvalDecision"] != "allowed"
    ]
