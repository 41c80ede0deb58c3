"""Property values as the engine sends them (``google.protobuf.Struct``) and as Python works with them."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from typing import Any, Final

from google.protobuf import struct_pb2

Properties = dict[str, Any]

# The engine's sentinels for "known after creation", one per expected type, as in its package resource/plugin.
_UNKNOWN_STRING: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
_UNKNOWNS: Final = frozenset(
    {
        _UNKNOWN_STRING,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "e48ece36-62e2-4504-bad9-02848725956a",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    }
)


class Unknown(enum.Enum):
    """A value that is known only after creation."""

    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        raise TypeError("an unknown value was asked for its truth: compare it with UNKNOWN first")


UNKNOWN: Final = Unknown.UNKNOWN


def is_unknown(value: object) -> bool:
    """Whether ``value`` itself is unknown; a container with unknowns inside is not."""
    return value is UNKNOWN


def has_unknown(value: object) -> bool:
    """Whether ``value`` is unknown or holds an unknown at any depth."""
    if isinstance(value, Mapping):
        return any(has_unknown(item) for item in value.values())
    if isinstance(value, list | tuple):
        return any(has_unknown(item) for item in value)
    return is_unknown(value)


def decode(struct: struct_pb2.Struct) -> Properties:
    """Plain Python for ``struct``: whole numbers become int, sentinels UNKNOWN; nulls are left out."""
    return _decode_fields(struct)


def encode(properties: Mapping[str, Any]) -> struct_pb2.Struct:
    """The Struct for ``properties``; keys whose value is None are left out."""
    struct = struct_pb2.Struct()
    for key, value in properties.items():
        if value is not None:
            _encode_into(value, struct.fields[key])
    return struct


def _decode_fields(struct: struct_pb2.Struct) -> Properties:
    return {
        key: _decode_value(value)
        for key, value in struct.fields.items()
        if value.WhichOneof("kind") not in (None, "null_value")
    }


def _decode_value(value: struct_pb2.Value) -> Any:  # noqa: ANN401 - a property value is any JSON value or UNKNOWN
    match value.WhichOneof("kind"):
        case "string_value":
            return UNKNOWN if value.string_value in _UNKNOWNS else value.string_value
        case "number_value":
            number = value.number_value
            return int(number) if number.is_integer() else number
        case "bool_value":
            return value.bool_value
        case "struct_value":
            return _decode_fields(value.struct_value)
        case "list_value":
            return [_decode_value(item) for item in value.list_value.values]
        case _:
            return None


def _encode_into(value: object, target: struct_pb2.Value) -> None:
    match value:
        case Unknown():
            target.string_value = _UNKNOWN_STRING
        case bool():
            target.bool_value = value
        case int() | float():
            target.number_value = value
        case str():
            target.string_value = value
        case Mapping():
            target.struct_value.SetInParent()
            for key, item in value.items():
                _encode_into(item, target.struct_value.fields[key])
        case Iterable():
            target.list_value.SetInParent()
            for item in value:
                _encode_into(item, target.list_value.values.add())
        case None:
            target.null_value = struct_pb2.NULL_VALUE
        case _:
            raise TypeError(f"a property value cannot be a {type(value).__name__}: {value!r}")
