"""Reads a rule's settings from what the engine hands over."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any, Generic

from pydantic import ValidationError

from guardrails.core.plain import plain
from guardrails.core.settings import S


class SettingsError(ValueError):
    """Settings that a rule can't work with; the message names the key, the value and the fix."""


class SettingsReader(Generic[S]):
    """Validates a rule's config once for all resources of a stack: they come with equal configs."""

    def __init__(self, model: type[S]) -> None:
        self._model = model
        self._last: tuple[Mapping[str, Any], S] | None = None

    def read(self, config: Mapping[str, Any]) -> S:
        """The settings in ``config``, with the model's defaults; raises SettingsError."""
        last = self._last
        if last is not None and last[0] == config:
            return last[1]
        try:
            settings = self._model.model_validate(plain(config))
        except ValidationError as error:
            raise SettingsError(_explain(error, self._model)) from None
        self._last = (dict(config), settings)
        return settings


def _explain(error: ValidationError, model: type[S]) -> str:
    known = [field.alias or name for name, field in model.model_fields.items()]
    return "; ".join(_line(detail, known) for detail in error.errors())


def _line(detail: Mapping[str, Any], known: list[str]) -> str:
    key = ".".join(str(part) for part in detail["loc"])
    if detail["type"] == "extra_forbidden":
        near = difflib.get_close_matches(key, known, n=1)
        meant = f", did you mean '{near[0]}'?" if near else f"; known keys are {', '.join(known)}"
        return f"the policy config has an unknown key '{key}'{meant}"
    return f"the policy config's '{key}' is {detail['input']!r}: {detail['msg']}"
