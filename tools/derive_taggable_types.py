"""Derives from the installed pulumi-aws SDK which resource types can carry tags.

Run it after a new pulumi-aws:  python -m tools.derive_taggable_types
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import re
from pathlib import Path
from typing import Final

OUTPUT: Final = Path(__file__).parents[1] / "policies" / "guardrails" / "data" / "taggable_types.json"

_TOKEN = re.compile(r'@pulumi\.type_token\("(aws:[^"]+)"\)')
# tagsAll is what AWS's provider computes from a resource's own tags and the provider's default tags.
_TAGS = '__props__.__dict__["tags"] = tags'
_TAGS_ALL = '__props__.__dict__["tags_all"]'


def derive() -> dict[str, object]:
    """The data file's content: the SDK's version, and the type tokens in order."""
    spec = importlib.util.find_spec("pulumi_aws")
    if spec is None or spec.origin is None:
        raise SystemExit("pulumi-aws is not installed: install the project's requirements first")
    return {
        "source": "pulumi-aws SDK for Python: resources with the input tags and the output tagsAll",
        "sdk_version": importlib.metadata.version("pulumi-aws"),
        "types": sorted(_taggable(Path(spec.origin).parent)),
    }


def _taggable(package: Path) -> list[str]:
    found: list[str] = []
    for file in package.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        if _TAGS in text and _TAGS_ALL in text:
            found.extend(_TOKEN.findall(text))
    return found


if __name__ == "__main__":
    OUTPUT.write_text(json.dumps(derive(), indent=1) + "\n", encoding="utf-8")
