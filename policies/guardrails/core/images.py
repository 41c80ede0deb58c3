"""Names of container images, by the grammar with which the kubelet and the runtimes read them."""

from __future__ import annotations

import re
from functools import cache

from guardrails.core.data import load


def says_latest(text: str) -> bool:
    """Whether ``text`` is the name of an image by the tag latest, and by no digest."""
    match = _reference().fullmatch(text)
    return match is not None and match["tag"] == "latest" and not match["digest"]


@cache
def _reference() -> re.Pattern[str]:
    grammar = load("image_references")
    repository = rf"(?:{grammar['domain']}/)?{grammar['path']}"
    return re.compile(rf"{repository}(?::(?P<tag>{grammar['tag']}))?(?:@(?P<digest>{grammar['digest']}))?")
