"""What pitstop publishes for programs that write its settings: their schema, defaults and grammar.

`make docs` writes it beside the chart, and the copies that the stack and the policy pack read: they import
nothing from here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pitstop import conditions, durations
from pitstop.schema import settings_schema

_DURATIONS: Mapping[str, int | None] = {
    "0": 0,
    "0s": 0,
    "250ms": 250,
    "0.5s": 500,
    "90s": 90_000,
    "1m30s": 90_000,
    "10m": 600_000,
    "1.5h": 5_400_000,
    "1h0m1s": 3_601_000,
    "1m1h": 3_660_000,
    "0.001s": 1,
    "0000010m": 600_000,
    "8784h": 31_622_400_000,
    "": None,
    "10": None,
    "00": None,
    "m": None,
    "-1m": None,
    "+1m": None,
    "10 m": None,
    " 10m": None,
    "10m ": None,
    "10m\n": None,
    "1,5h": None,
    "1e3s": None,
    ".5s": None,
    "1.s": None,
    "1us": None,
    "1\N{MICRO SIGN}s": None,
    "1ns": None,
    "1d": None,
    "1H": None,
    "0.0001s": None,
    "8784h1ms": None,
    "10000h": None,
    "99999999999h": None,
    "\N{ARABIC-INDIC DIGIT ONE}m": None,
    "\N{FULLWIDTH DIGIT ONE}m": None,
    "ten minutes": None,
    "10m,5m": None,
}
"""Text -> milliseconds, or None where it is refused."""

_LONGEST_LABEL = "a" * 63
_CONDITIONS: Mapping[str, tuple[str, str, int] | None] = {
    "KernelDeadlock": ("KernelDeadlock", "True", 0),
    "Ready=Unknown,10m": ("Ready", "Unknown", 600_000),
    "Ready=False,0": ("Ready", "False", 0),
    "Ready=False,1h30m": ("Ready", "False", 5_400_000),
    "node.example.com/Bad=True,1m": ("node.example.com/Bad", "True", 60_000),
    "node.example.com/Bad": ("node.example.com/Bad", "True", 0),
    "1Ready=True,1m": ("1Ready", "True", 60_000),
    "Kernel-Dead_lock.v2=True,1m": ("Kernel-Dead_lock.v2", "True", 60_000),
    f"{_LONGEST_LABEL}=True,1m": (_LONGEST_LABEL, "True", 60_000),
    f"{'a.' * 126}a/Bad=True,1m": (f"{'a.' * 126}a/Bad", "True", 60_000),
    "": None,
    "=True,1m": None,
    "Ready=": None,
    "Ready=True": None,
    "Ready=Unknown": None,
    "Ready=Unknown,": None,
    "Ready=Unknown,10": None,
    "Ready=Unknown,soon": None,
    "Ready=Unknown,10000h": None,
    "Ready=Unknown,10m,5m": None,
    "Ready=Unknown,\N{ARABIC-INDIC DIGIT ONE}0m": None,
    "Ready=unknown,10m": None,
    "Ready=TRUE,10m": None,
    "Ready=Maybe,10m": None,
    "Ready True": None,
    "Ready = True,1m": None,
    " Ready=True,1m": None,
    "Ready=True,1m ": None,
    "Ready =True,1m": None,
    "Kernel Deadlock=True,1m": None,
    "Gr\N{LATIN SMALL LETTER O WITH DIAERESIS}sse=True,1m": None,
    "-Ready=True,1m": None,
    "Ready-=True,1m": None,
    "/Bad=True,1m": None,
    "node.example.com/=True,1m": None,
    "Node.example.com/Bad=True,1m": None,
    "node..example/Bad=True,1m": None,
    "a/b/c=True,1m": None,
    f"{_LONGEST_LABEL}a=True,1m": None,
    f"{'a.' * 126}aa/Bad=True,1m": None,
}
"""Text -> type, status and milliseconds, or None where it is refused."""


def contract() -> dict[str, Any]:
    """What ``contract.json`` holds."""
    return {
        "faults": list(conditions.DEFAULT_FAULTS),
        "alerts": list(conditions.DEFAULT_ALERTS),
        "durations": {
            "pattern": durations.PATTERN,
            "milliseconds": durations.MILLISECONDS,
            "longest": durations.LONGEST,
            "accepted": {text: length for text, length in _DURATIONS.items() if length is not None},
            "refused": [text for text, length in _DURATIONS.items() if length is None],
        },
        "conditions": {
            "type": conditions.TYPE,
            "longestPrefix": conditions.LONGEST_PREFIX,
            "statuses": list(conditions.STATUSES),
            "pattern": conditions.PATTERN,
            "accepted": {text: list(read) for text, read in _CONDITIONS.items() if read is not None},
            "refused": [text for text, read in _CONDITIONS.items() if read is None],
        },
        "settings": settings_schema(),
    }


def contract_text() -> str:
    """The file's text."""
    return json.dumps(contract(), indent=1) + "\n"
