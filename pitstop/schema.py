"""The JSON schemas of the settings, and of the chart's values, which hold them; `make docs` writes both."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter

from pitstop.config import PitstopSettings

_CLOSED = {"type": "object", "additionalProperties": False}
_OPEN = {"type": "object"}
_LIST = {"type": "array"}
_TEXT = {"type": "string"}
_SWITCH = {"type": "boolean"}
_OF_THE_RELEASE = frozenset({"namespace", "name"})
"""What the chart sets itself."""


def settings_schema() -> dict[str, Any]:
    """The settings that a person may write, with their defaults as that person would write them.

    Two keywords are no standard ones, and ignored by other validators. ``x-ascending`` names durations
    of which each must be longer than the one before. The formats are ``go-duration``, ``node-condition`` and
    ``time-zone``.
    """
    schema = PitstopSettings.model_json_schema()
    schema["properties"] = {
        key: value for key, value in schema["properties"].items() if key not in _OF_THE_RELEASE
    }
    blocks = {"": schema, **schema["$defs"]}
    for model in _models(PitstopSettings):
        block = blocks["" if model is PitstopSettings else model.__name__]
        for name, field in model.model_fields.items():
            key = field.alias or name
            if not field.is_required() and key in block["properties"]:
                default = TypeAdapter(field.rebuild_annotation()).dump_python(
                    field.default, mode="json", by_alias=True
                )
                block["properties"][key]["default"] = default
    return schema


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    """All models that ``annotation`` holds, itself included."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from _models(field.annotation)
    for argument in get_args(annotation):
        yield from _models(argument)


def values_schema() -> dict[str, Any]:
    """What ``charts/pitstop/values.schema.json`` holds."""
    settings = settings_schema()
    definitions = settings.pop("$defs")
    image = {"repository": _TEXT, "tag": _TEXT, "digest": _TEXT, "pullPolicy": _TEXT}
    monitor = {"enabled": _SWITCH, "interval": _TEXT, "labels": _OPEN}
    secret = {"name": _TEXT, "key": _TEXT}
    properties = {
        "image": {**_CLOSED, "properties": image},
        "imagePullSecrets": _LIST,
        "replicas": {"type": "integer", "minimum": 1},
        "settings": settings,
        "serviceAccount": {**_CLOSED, "properties": {"annotations": _OPEN}},
        "resources": _OPEN,
        "priorityClassName": _TEXT,
        "nodeSelector": _OPEN,
        "tolerations": _LIST,
        "networkPolicy": {**_CLOSED, "properties": {"enabled": _SWITCH}},
        "metrics": {
            **_CLOSED,
            "properties": {"serviceMonitor": {**_CLOSED, "properties": monitor}},
        },
        "webhookSecret": {**_CLOSED, "properties": secret},
        "env": _LIST,
        "global": _OPEN,
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **_CLOSED,
        "properties": properties,
        "$defs": definitions,
    }


def schema_text() -> str:
    """The file's text."""
    return json.dumps(values_schema(), indent=2) + "\n"
