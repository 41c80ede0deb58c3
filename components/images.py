"""Container images by their names, as people write them."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field


def pinned(image: str) -> str:
    """``image``, where it says which one. Raises ValueError where it may be another tomorrow."""
    last = image.rpartition("/")[2]
    tag = last.rpartition(":")[2] if ":" in last else ""
    if "@sha256:" not in image and tag in {"", "latest"}:
        raise ValueError(f"must name a version, not {image!r}; write image:1.2.3 or image@sha256:...")
    return image


Image = Annotated[str, Field(pattern=r"^\S+$"), AfterValidator(pinned)]
