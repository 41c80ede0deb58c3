"""Turns everything that is wrong with one configuration into one message: key, value, fix."""

from __future__ import annotations

import difflib
import json
import types
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Union, get_args, get_origin

from pydantic import BaseModel, SecretStr, ValidationError
from pydantic_core import ErrorDetails

from components.secret_text import SecretText, hidden

_SHOWN_VALUE = 80
_SECRET_WORDS = ("password", "secret", "token", "webhook")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: the key as the person wrote it, the value found, and what it must be."""

    key: str
    value: object
    fix: str

    def __str__(self) -> str:
        return f"{self.key} = {_shown(self.key, self.value)}: {self.fix}"


class ConfigError(Exception):
    """Every problem of one stack's configuration, told at once."""

    def __init__(self, stack: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = "a problem" if len(problems) == 1 else f"{len(problems)} problems"
        lines = [f"The configuration of stack {stack} has {count}; nothing was created:"]
        lines += [f"  {number}. {problem}" for number, problem in enumerate(problems, start=1)]
        super().__init__("\n".join(lines))


def from_validation(model: type[BaseModel], error: ValidationError) -> list[Problem]:
    """The problems that pydantic found in a ``model``, in the words of the person who wrote the file."""
    return [_problem(model, details) for details in error.errors(include_url=False)]


def _problem(model: type[BaseModel], details: ErrorDetails) -> Problem:
    location = [part for part in details["loc"] if not _is_union_branch(part)]
    key = _dotted(location)
    if details["type"] == "extra_forbidden":
        parent = _model_at(model, location[:-1])
        prefix = _dotted(location[:-1])
        return Problem(key, details["input"], unknown_key(str(location[-1]), _keys(parent), prefix))
    if details["type"] == "missing":
        return Problem(key, None, "is required; set it")
    return Problem(key, details["input"], _fix(details))


def unknown_key(key: str, known: Iterable[str], prefix: str = "") -> str:
    """The fix for an unknown key: the nearest known one, or all of them where none is near."""
    names = sorted(known)
    path = f"{prefix}." if prefix else ""
    by_lower = {name.lower(): name for name in names}
    # "natGateway" resembles no key by its letters, and still begins with one.
    near = difflib.get_close_matches(key.lower(), by_lower, n=1, cutoff=0.6) or [
        name for name in by_lower if key.lower().startswith(name)
    ]
    if near:
        return f"is not a setting; did you mean {path}{by_lower[near[0]]}?"
    return f"is not a setting; the known ones here are {', '.join(path + name for name in names)}"


def _fix(details: ErrorDetails) -> str:
    context = details.get("ctx", {})
    messages = {
        "literal_error": f"must be one of {context.get('expected', '')}",
        "enum": f"must be one of {context.get('expected', '')}",
        "int_parsing": "must be a whole number",
        "int_type": "must be a whole number",
        "int_from_float": "must be a whole number",
        "float_parsing": "must be a number",
        "bool_parsing": "must be true or false",
        "bool_type": "must be true or false",
        "string_type": "must be text; put it in quotes if it looks like a number",
        "list_type": "must be a list",
        "tuple_type": "must be a list",
        "dict_type": "must be a block of keys and values",
        "model_type": "must be a block of keys and values",
        "model_attributes_type": "must be a block of keys and values",
        "greater_than_equal": f"must be at least {context.get('ge')}",
        "greater_than": f"must be more than {context.get('gt')}",
        "less_than_equal": f"must be at most {context.get('le')}",
        "less_than": f"must be less than {context.get('lt')}",
        "too_short": f"must have at least {context.get('min_length')} entries",
        "too_long": f"must have at most {context.get('max_length')} entries",
        "string_pattern_mismatch": f"must match {context.get('pattern')}",
    }
    message = messages.get(details["type"], details["msg"])
    return message.removeprefix("Value error, ").removeprefix("Assertion failed, ")


def _is_union_branch(part: int | str) -> bool:
    # Pydantic names the branch of a union in the location ("literal['single']", "function-before[...]").
    return isinstance(part, str) and "[" in part


def _dotted(location: Sequence[int | str]) -> str:
    text = ""
    for part in location:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if text else part
    return text


def _keys(model: type[BaseModel] | None) -> list[str]:
    if model is None:
        return []
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_at(model: type[BaseModel], location: Sequence[int | str]) -> type[BaseModel] | None:
    current: object = model
    for part in location:
        branch = _as_model(current)
        if branch is not None:
            by_key = {field.alias or name: field.annotation for name, field in branch.model_fields.items()}
            current = by_key.get(str(part))
        else:
            arguments = get_args(current)
            current = arguments[-1] if get_origin(current) is dict else next(iter(arguments), None)
    return _as_model(current)


def _as_model(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (Union, types.UnionType):
        return next((found for argument in get_args(annotation) if (found := _as_model(argument))), None)
    return None


def _shown(key: str, value: object) -> str:
    if isinstance(value, SecretStr) or any(word in key.lower() for word in _SECRET_WORDS):
        return "(not shown)"
    if value is None:
        return "(not set)"
    if isinstance(value, SecretText):
        return "(not shown)"
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    text = json.dumps(hidden(value), default=str, ensure_ascii=False)
    return text if len(text) <= _SHOWN_VALUE else text[: _SHOWN_VALUE - 1] + "…"
