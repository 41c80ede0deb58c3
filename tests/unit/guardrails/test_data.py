"""The pack's data fits the SDK, and its config files fit the rules."""

from __future__ import annotations

import importlib.util
import json
import keyword
import re
from pathlib import Path
from typing import Any

import pytest
from guardrails.billing.instance_slots import INSTANCE_REQUIREMENTS, INSTANCE_TYPES
from guardrails.core.settings import RuleSettings
from guardrails.core.settings_reader import read_settings
from guardrails.rules import RULES
from guardrails.safety.volumes_encrypted import OPTIONAL, REQUIRED

from tools import derive_taggable_types

ROOT = Path(__file__).parents[3]
CONFIGS = sorted((ROOT / "policies" / "config").glob("*.json"))
TABLES = (INSTANCE_TYPES, INSTANCE_REQUIREMENTS, REQUIRED, OPTIONAL)
SLOTS = sorted(
    {
        (token, path)
        for table in TABLES
        for token, paths in table.items()
        for path in paths
        # What a cluster defines by itself is in no SDK.
        if not token.startswith("kubernetes:")
    }
)


def test_the_taggable_types_are_those_of_the_installed_sdk() -> None:
    committed = json.loads(derive_taggable_types.OUTPUT.read_text())
    assert committed == derive_taggable_types.derive()


@pytest.mark.parametrize("file", CONFIGS, ids=lambda file: file.stem)
def test_a_stacks_config_names_rules_and_settings_that_there_are(file: Path) -> None:
    settings: dict[str, type[RuleSettings]] = {rule.name: rule.settings for rule in RULES}
    for name, config in json.loads(file.read_text()).items():
        own: dict[str, Any] = {} if isinstance(config, str) else dict(config)
        level = config if isinstance(config, str) else own.pop("enforcementLevel", "mandatory")
        assert level in {"advisory", "mandatory", "remediate", "disabled"}
        read_settings(settings[name], own)


def test_every_stack_has_a_config() -> None:
    stacks = sorted(path.name.split(".")[1] for path in ROOT.glob("Pulumi.*.yaml"))
    assert [file.stem for file in CONFIGS] == stacks


def sdk_source(token: str) -> str:
    """The SDK's source of one resource type: its own module, and the input types of its package."""
    package, module, _ = token.split(":")
    spec = importlib.util.find_spec(f"pulumi_{package}")
    assert spec is not None
    folder = Path(str(spec.origin)).parent
    if package == "eks":
        return "".join(path.read_text() for path in folder.glob("*.py"))
    group, _, name = module.partition("/")
    # A word of Python's own has an underscore behind it there.
    group = f"{group}_" if keyword.iskeyword(group) else group
    files = [path for path in (folder / group).glob("*.py") if path.stem.replace("_", "") == name.lower()]
    assert files, f"{token} is not in pulumi-aws"
    inputs = folder / group / "_inputs.py"
    return files[0].read_text() + (inputs.read_text() if inputs.exists() else "")


@pytest.mark.parametrize(("token", "path"), SLOTS, ids=lambda value: value)
def test_every_place_in_the_tables_is_in_the_sdk(token: str, path: str) -> None:
    source = sdk_source(token)
    for key in path.replace("[]", "").split("."):
        snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key).lower()
        assert f'"{key}"' in source or f"def {snake}(" in source, f"{key} is not in the SDK's {token}"
