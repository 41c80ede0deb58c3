"""A configuration that is right, to be changed in one place."""

from __future__ import annotations

from typing import Any

import pytest

from settings import Config, ConfigError, parse

OWN = {"selfdriving:cluster": "p-test"}
SMALLEST: dict[str, Any] = {
    "aws:region": "eu-west-1",
    "aws:defaultTags": {"tags": OWN},
    "p:nodeGroups": {"default": {"instanceTypes": ["t3.large"]}},
    "p:billing": {"email": "team@example.com"},
}


def configured(**changed: Any) -> Config:
    values = {**SMALLEST, **{key.replace("__", ":"): value for key, value in changed.items()}}
    return Config("p", "test", {key: value for key, value in values.items() if value is not None})


def problems_of(config: Config) -> list[str]:
    with pytest.raises(ConfigError) as raised:
        parse(config)
    return [str(problem) for problem in raised.value.problems]
