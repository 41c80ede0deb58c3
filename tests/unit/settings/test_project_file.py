"""Pulumi.yaml declares the keys that the settings have, so that the engine knows their types."""

from __future__ import annotations

from pathlib import Path

import yaml

from settings.model import StackSettings

PROJECT = yaml.safe_load((Path(__file__).parents[3] / "Pulumi.yaml").read_text(encoding="utf-8"))


def test_every_key_is_declared_with_type_default_and_description() -> None:
    assert list(PROJECT["config"]) == [
        field.alias or name for name, field in StackSettings.model_fields.items()
    ]
    for declared in PROJECT["config"].values():
        assert declared.keys() == {"type", "default", "description"}


def test_a_default_is_that_of_the_settings() -> None:
    defaults = {key: declared["default"] for key, declared in PROJECT["config"].items()}
    assert StackSettings.model_validate(defaults) == StackSettings()
