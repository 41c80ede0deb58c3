"""The JSON schema of the chart's values, whose ``settings`` are pitstop's; `make docs` writes the file."""

from __future__ import annotations

import json
from typing import Any

from pitstop.config import PitstopSettings

_CLOSED = {"type": "object", "additionalProperties": False}
_OPEN = {"type": "object"}
_LIST = {"type": "array"}
_TEXT = {"type": "string"}
_SWITCH = {"type": "boolean"}
_OF_THE_RELEASE = frozenset({"namespace", "name"})
"""What the chart sets itself."""


def values_schema() -> dict[str, Any]:
    """What ``charts/pitstop/values.schema.json`` must hold."""
    settings = PitstopSettings.model_json_schema()
    definitions = settings.pop("$defs")
    settings["properties"] = {
        key: value for key, value in settings["properties"].items() if key not in _OF_THE_RELEASE
    }
    image = {"repository": _TEXT, "tag": _TEXT, "digest": _TEXT, "pullPolicy": _TEXT}
    monitor = {"enabled": _SWITCH, "interval": _TEXT, "labels": _OPEN}
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
