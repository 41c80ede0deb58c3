"""Derives when Lambda's runtimes end from the lifecycle table that cfn-lint carries.

Run it after a new cfn-lint:  python -m tools.derive_lambda_runtimes
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
from pathlib import Path
from typing import Any, Final

OUTPUT: Final = Path(__file__).parents[1] / "policies" / "guardrails" / "data" / "lambda_runtimes.json"


def derive() -> dict[str, object]:
    """The data file's content: by runtime, the day on which AWS stops patching it and what follows."""
    spec = importlib.util.find_spec("cfnlint")
    if spec is None or spec.origin is None:
        raise SystemExit("cfn-lint is not installed: install the project's development requirements first")
    table = Path(spec.origin).parent / "data" / "AdditionalSpecs" / "LmbdRuntimeLifecycle.json"
    runtimes: dict[str, dict[str, Any]] = json.loads(table.read_text(encoding="utf-8"))
    version = importlib.metadata.version("cfn-lint")
    return {
        "source": f"AWS Lambda developer guide, as cfn-lint {version} carries it",
        "runtimes": {
            name: {"deprecated": runtime["deprecated"], "successor": runtime["successor"]}
            for name, runtime in sorted(runtimes.items())
        },
    }


if __name__ == "__main__":
    OUTPUT.write_text(json.dumps(derive(), indent=1) + "\n", encoding="utf-8")
