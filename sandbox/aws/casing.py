"""Between Pulumi's names (``volumeSize``) and those of AWS's calls (``VolumeSize``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def pascal(value: Any) -> Any:  # noqa: ANN401 - any property value
    """``value`` with the keys of all mappings in it starting with a capital; empty texts are left out."""
    if isinstance(value, Mapping):
        return {key[0].upper() + key[1:]: pascal(item) for key, item in value.items() if item != ""}
    if isinstance(value, list):
        return [pascal(item) for item in value]
    return value
