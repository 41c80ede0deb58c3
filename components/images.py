"""Names of container images, by the grammar with which the kubelet and the runtimes read them."""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated, NamedTuple

from pydantic import AfterValidator

from facts.files import load


class ImageReference(NamedTuple):
    """The parts of a reference; tag and digest are empty where it has none."""

    repository: str
    tag: str
    digest: str

    @property
    def pinned(self) -> bool:
        """Whether it names the same image tomorrow: by a digest, or by a tag other than latest."""
        return bool(self.digest) or self.tag not in ("", "latest")


def parse_image(text: str) -> ImageReference:
    """The parts of ``registry/path:tag@digest``. Raises ValueError where no runtime takes ``text``."""
    match = _reference().fullmatch(text)
    if match is None or len(match["path"]) > load("image_references")["longest_path"]:
        raise ValueError("must be the name of an image, such as registry.example/team/shop:1.2.3")
    return ImageReference(match["repository"], match["tag"] or "", match["digest"] or "")


def _pinned(text: str) -> str:
    if not parse_image(text).pinned:
        raise ValueError(f"must name a version, not {text!r}; write image:1.2.3 or image@sha256:...")
    return text


@cache
def _reference() -> re.Pattern[str]:
    grammar = load("image_references")
    repository = rf"(?P<repository>(?:{grammar['domain']}/)?(?P<path>{grammar['path']}))"
    return re.compile(rf"{repository}(?::(?P<tag>{grammar['tag']}))?(?:@(?P<digest>{grammar['digest']}))?")


Image = Annotated[str, AfterValidator(_pinned)]
"""An image that stays the same: a tag other than latest, or a digest."""
