"""A stack: its settings, read from its configuration and checked as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from settings.checks import contradictions, doubts, wrong_in_any_case
from settings.errors import ConfigError, Problem, from_validation, unknown_key
from settings.model import StackSettings
from settings.reader import Config


@dataclass(frozen=True)
class Stack:
    """A stack as the program sees it: its settings and the two standard AWS keys."""

    cluster_name: str
    """``<project>-<stack>``: the cluster's name, and the beginning of all that belongs to it."""
    region: str | None
    """None only where nothing is on AWS."""
    tags: Mapping[str, str]
    settings: StackSettings
    warnings: tuple[Problem, ...] = ()
    """What nothing is known against, and may be wrong all the same."""

    @property
    def aws_region(self) -> str:
        """The region of a stack on AWS, where ``parse`` has made sure that there is one."""
        if self.region is None:
            raise ValueError("a stack with target kubeconfig has no region")
        return self.region


def parse(config: Config) -> Stack:
    """The stack's settings from its configuration.

    Raises ConfigError with every problem found; nothing has been registered then.
    """
    own = config.own()
    known = {key: value for key, value in own.items() if key in _KEYS}
    problems = [
        Problem(key, value, unknown_key(key, _KEYS)) for key, value in own.items() if key not in _KEYS
    ]
    region, tags = config.values.get("aws:region"), config.values.get("aws:defaultTags") or {}
    cluster_name = f"{config.project}-{config.stack}"
    try:
        settings = StackSettings.model_validate(known)
    except ValidationError as error:
        problems += from_validation(StackSettings, error)
        broken = {str(details["loc"][0]) for details in error.errors(include_url=False)}
        sound = StackSettings.model_validate({k: v for k, v in known.items() if k not in broken})
        problems += wrong_in_any_case(sound, broken, cluster_name, region, tags)
        raise ConfigError(config.stack, problems) from None
    problems += contradictions(settings, cluster_name, region, tags)
    if problems:
        raise ConfigError(config.stack, problems)
    return Stack(
        cluster_name=cluster_name,
        region=region,
        tags=tags.get("tags") or {},
        settings=settings,
        warnings=tuple(doubts(settings)),
    )


_KEYS = [field.alias or name for name, field in StackSettings.model_fields.items()]
