"""What is installed without a Helm release: by a Chart, which tells nothing, or by plain manifests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from guardrails.core.plain import slots
from guardrails.core.resource import Resource
from guardrails.core.stack import Stack

_DEPLOYMENT: Final = "kubernetes:apps/v1:Deployment"
_IMAGES: Final = "spec.template.spec.containers[].image"
_BEFORE_TAG = re.compile(r"[/:@]")

ENGINES: Final = ("draino", "pitstop")
"""The engines that run in a cluster, as their images are called."""


def deployments_of(stack: Stack, *programs: str) -> Iterator[Resource]:
    """The Deployments that run any of these programs, by a part of the image's path."""
    for deployment in stack.of_type(_DEPLOYMENT):
        images = [str(slot.value) for slot in slots(deployment.props, _IMAGES)]
        if any(program in _BEFORE_TAG.split(image) for image in images for program in programs):
            yield deployment
