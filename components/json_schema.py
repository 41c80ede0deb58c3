"""JSON schema: what is wrong with a value, in the words of a stack file.

Import it where it is needed: jsonschema takes a fifth of a second to load.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft7Validator, FormatChecker
from jsonschema.exceptions import ValidationError, best_match
from jsonschema.validators import extend

Path = tuple[str | int, ...]

_TYPES = {
    "string": "text; put it in quotes if it looks like a number",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a block of keys and values",
}
_BOUNDS = {
    "minimum": "must be at least {}",
    "maximum": "must be at most {}",
    "exclusiveMinimum": "must be more than {}",
    "exclusiveMaximum": "must be less than {}",
    "minItems": "must have at least {} entries",
    "maxItems": "must have at most {} entries",
    "minLength": "must have at least {} characters",
    "maxLength": "must have at most {} characters",
}


@dataclass(frozen=True)
class Mistake:
    """Where it is, below the value that was checked; what stands there; what it must be."""

    path: Path
    value: object
    fix: str


Formats = Mapping[str, Callable[[str], object]]
"""Name of a format -> its parser, which raises ValueError with what a text must be."""
Keyword = Callable[[Any, Any, Mapping[str, Any]], Iterator[str]]
"""What is wrong by a keyword of one's own: its argument, the value, the schema around it -> sentences."""


def mistakes(
    schema: Mapping[str, Any], value: object, *, formats: Formats, keywords: Mapping[str, Keyword]
) -> list[Mistake]:
    """Everything that is wrong with ``value`` by ``schema`` (draft 7), in the order of its keys."""
    checker = FormatChecker(formats=())
    for name, parse in formats.items():
        checker.checks(name, raises=ValueError)(_succeeds(parse))
    validator = extend(Draft7Validator, {name: _keyword(judge) for name, judge in keywords.items()})
    found: list[Mistake] = []
    for error in validator(schema, format_checker=checker).iter_errors(value):
        found.extend(_told(best_match([error]) or error, formats))
    return sorted(found, key=lambda mistake: [str(part) for part in mistake.path])


def _succeeds(parse: Callable[[str], object]) -> Callable[[object], bool]:
    def check(value: object) -> bool:
        if isinstance(value, str):
            parse(value)
        return True

    return check


def _keyword(
    judge: Keyword,
) -> Callable[[object, object, object, Mapping[str, Any]], Iterator[ValidationError]]:
    def check(
        _validator: object, argument: object, value: object, schema: Mapping[str, Any]
    ) -> Iterator[ValidationError]:
        for sentence in judge(argument, value, schema):
            yield ValidationError(sentence)

    return check


def _told(error: ValidationError, formats: Formats) -> Iterator[Mistake]:
    path: Path = tuple(error.absolute_path)
    match error.validator:
        case "additionalProperties":
            for key in sorted(error.instance.keys() - error.schema["properties"].keys()):
                yield Mistake((*path, key), error.instance[key], _unknown(key, error.schema["properties"]))
        case "required":
            for key in error.validator_value:
                if key not in error.instance:
                    yield Mistake((*path, key), None, "is required; set it")
        case "pattern" if error.schema.get("format") in formats:
            pass  # the format says it better
        case _:
            yield Mistake(path, error.instance, _fix(error))


def _fix(error: ValidationError) -> str:
    match error.validator:
        case "type":
            return f"must be {_TYPES.get(error.validator_value, error.validator_value)}"
        case "enum":
            return f"must be one of {', '.join(map(str, error.validator_value))}"
        case "format":
            return str(error.cause)
        case "pattern":
            examples = error.schema.get("examples", [f"matching {error.validator_value}"])
            return f"must be written like {' or '.join(map(repr, examples))}"
        case keyword if keyword in _BOUNDS:
            return _BOUNDS[str(keyword)].format(error.validator_value)
    return str(error.message)


def _unknown(key: str, known: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(key.lower(), {name.lower(): name for name in known}, n=1, cutoff=0.6)
    if near:
        (meant,) = (name for name in known if name.lower() == near[0])
        return f"is not a setting; did you mean {meant}?"
    return f"is not a setting; the known ones here are {', '.join(sorted(known))}"
