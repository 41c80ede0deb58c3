"""Properties as the engine tells them, decoded once: plain data, and which of it is secret."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from google.protobuf.struct_pb2 import Struct, Value
from pulumi_policy import proxy
from pulumi_policy.deserialize import SPECIAL_SECRET_SIG, SPECIAL_SIG_KEY

from guardrails.core.plain import UNKNOWN, Plain

Raw: TypeAlias = Mapping[str, Any] | Struct
"""Properties as they come: off the wire, or as mappings of another source."""

_SENTINELS: Final = frozenset(
    {
        proxy.UNKNOWN_ARCHIVE_VALUE,
        proxy.UNKNOWN_ARRAY_VALUE,
        proxy.UNKNOWN_ASSET_VALUE,
        proxy.UNKNOWN_BOOLEAN_VALUE,
        proxy.UNKNOWN_NUMBER_VALUE,
        proxy.UNKNOWN_OBJECT_VALUE,
        proxy.UNKNOWN_STRING_VALUE,
    }
)
# No rule looks into a file.
_FILE: Final = "<file>"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Properties as plain data; ``secrets`` has the values that the program marked as secret, by path."""

    props: dict[str, Plain]
    secrets: Mapping[str, Plain]


def decode(raw: Raw | None) -> Decoded:
    """The properties in ``raw``, by sorted keys: the wire has them in another order each time."""
    marks: dict[str, Plain] = {}
    made = _message(raw.fields, "", marks) if isinstance(raw, Struct) else _other(raw, "", marks)
    return Decoded(made if isinstance(made, dict) else {}, marks)


def plain(value: object) -> Plain:
    """A copy of ``value`` made of dicts, lists and scalars; unknown values become ``UNKNOWN``.

    Numbers without a fraction become ints: the engine sends all of them as floats.
    """
    return _other(value, "", {})


def _message(fields: Mapping[str, Value], path: str, marks: dict[str, Plain]) -> Plain:
    if SPECIAL_SIG_KEY in fields:
        if fields[SPECIAL_SIG_KEY].string_value != SPECIAL_SECRET_SIG:
            return _FILE
        marks[path] = _value(fields["value"], path, marks)
        return marks[path]
    return {key: _value(fields[key], f"{path}.{key}" if path else key, marks) for key in sorted(fields)}


def _value(value: Value, path: str, marks: dict[str, Plain]) -> Plain:
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        return _text(value.string_value)
    if kind == "struct_value":
        return _message(value.struct_value.fields, path, marks)
    if kind == "list_value":
        items = enumerate(value.list_value.values)
        return [_value(item, f"{path}[{index}]", marks) for index, item in items]
    if kind == "number_value":
        return _number(value.number_value)
    return value.bool_value if kind == "bool_value" else None


def _other(value: object, path: str, marks: dict[str, Plain]) -> Plain:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, Mapping):
        return _mapping(value, path, marks)
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [_item(value, index, f"{path}[{index}]", marks) for index in range(len(value))]
    if value is None or value is UNKNOWN or isinstance(value, bool | int):
        return value
    return _FILE


def _mapping(value: Mapping[str, Any], path: str, marks: dict[str, Plain]) -> Plain:
    signature = value.get(SPECIAL_SIG_KEY)
    if signature == SPECIAL_SECRET_SIG:
        marks[path] = _other(value.get("value"), path, marks)
        return marks[path]
    if signature is not None:
        return _FILE
    return {key: _item(value, key, f"{path}.{key}" if path else key, marks) for key in value}


def _item(container: Any, key: str | int, path: str, marks: dict[str, Plain]) -> Plain:  # noqa: ANN401  (either kind)
    try:
        return _other(container[key], path, marks)
    # The SDK's view of properties, which a remediation changes, guards what is not known yet.
    except proxy.UnknownValueError:
        return UNKNOWN


def _text(value: str) -> Plain:
    return UNKNOWN if value in _SENTINELS else value


def _number(value: float) -> Plain:
    return int(value) if value.is_integer() else value
