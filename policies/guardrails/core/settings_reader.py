"""Reads a rule's settings from what the engine hands over."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from guardrails.core.decode import plain
from guardrails.core.settings import S


class SettingsError(ValueError):
    """Settings that a rule can't work with; the message names the key, the value and the fix."""


def read_settings(model: type[S], config: Mapping[str, Any]) -> S:
    """The settings in ``config``, with the model's defaults; raises SettingsError."""
    try:
        return model.model_validate(plain(config))
    except ValidationError as error:
        raise SettingsError(_explain(error, model)) from None


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
