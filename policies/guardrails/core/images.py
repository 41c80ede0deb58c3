"""Names of container images, by the grammar with which the kubelet and the runtimes read them."""

from __future__ import annotations

import re
from functools import cache

from guardrails.core.data import load


def is_pinned(text: str) -> bool:
    """Whether ``text`` names one image for good: by a digest, or by a tag other than latest."""
    match = _reference().fullmatch(text)
    if match is None or len(match["path"]) > load("image_references")["longest_path"]:
        return False
    return bool(match["digest"]) or match["tag"] not in (None, "latest")


@cache
def _reference() -> re.Pattern[str]:
    grammar = load("image_references")
    repository = rf"(?:{grammar['domain']}/)?(?P<path>{grammar['path']})"
    return re.compile(rf"{repository}(?::(?P<tag>{grammar['tag']}))?(?:@(?P<digest>{grammar['digest']}))?")
