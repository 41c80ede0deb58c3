"""One grammar of durations and conditions, published by pitstop and read by pitstop, the stack and the pack.

What Go said is in go_says.json; go/main.go says how to ask it again.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from components.contract import contract
from components.remediation.settings import AGENT_CONDITIONS, DEFAULT_CONDITIONS
from pitstop.conditions import DEFAULT_ALERTS, DEFAULT_FAULTS
from tests.unit.contract.readers import READERS, Reader
from tests.unit.contract.texts import asked

ROOT = Path(__file__).parents[3]
GO: Final[dict[str, Any]] = json.loads(Path(__file__).with_name("go_says.json").read_text())
DURATIONS: Final[dict[str, Any]] = contract()["durations"]
CONDITIONS: Final[dict[str, Any]] = contract()["conditions"]
DEFAULTS: Final = (*contract()["faults"], *contract()["alerts"])

reader = pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
ALIKE: Final = st.text(alphabet="0129.hms=,aTruenkow/-_ R\u0661\n", max_size=20)


@reader
@pytest.mark.parametrize("text", [*DURATIONS["accepted"], *DURATIONS["refused"]])
def test_a_duration_is_the_same_for_every_reader(reader: Reader, text: str) -> None:
    assert reader.duration(text) == DURATIONS["accepted"].get(text)


@reader
@pytest.mark.parametrize("text", [*CONDITIONS["accepted"], *CONDITIONS["refused"], *DEFAULTS])
def test_a_condition_is_the_same_for_every_reader(reader: Reader, text: str) -> None:
    if text in DEFAULTS:
        type_, _, rest = text.partition("=")
        status, _, wait = rest.partition(",")
        assert reader.condition(text) == (type_, status, reader.duration(wait))
    else:
        expected = CONDITIONS["accepted"].get(text)
        assert reader.condition(text) == (expected and tuple(expected))


@given(ALIKE)
@example("0h")
@example("9" * 5000 + "s")
@example("0." + "9" * 5000 + "s")
def test_all_readers_agree_about_any_duration(text: str) -> None:
    readings = [reader.duration(text) for reader in READERS]
    assert readings == [readings[0]] * len(READERS)


@given(ALIKE | st.builds("{}={},{}".format, ALIKE, st.sampled_from(["True", "Unknown", "true"]), ALIKE))
def test_all_readers_agree_about_any_condition(text: str) -> None:
    readings = [reader.condition(text) for reader in READERS]
    assert readings == [readings[0]] * len(READERS)


def test_the_stacks_defaults_are_pitstops() -> None:
    """The stack adds the agent's conditions where the agent is."""
    stack = {str(condition) for condition in (*DEFAULT_CONDITIONS, *AGENT_CONDITIONS)}
    assert (stack, contract()["alerts"]) == (set(DEFAULT_FAULTS), list(DEFAULT_ALERTS))


def test_go_was_asked_about_every_example() -> None:
    questions = asked()
    assert {key: set(questions[key]) for key in questions} == {key: set(GO[key]) for key in GO}


@pytest.mark.parametrize(("text", "milliseconds"), DURATIONS["accepted"].items())
def test_go_reads_the_same_length(text: str, milliseconds: int) -> None:
    assert GO["durations"][text] == milliseconds * 1_000_000


def test_what_go_would_read_beside_is_left_out_on_purpose() -> None:
    """Signs, less than a millisecond, a point without digits on both sides, more than a leap year."""
    stricter = {text for text in DURATIONS["refused"] if GO["durations"][text] is not None}
    assert stricter == {
        "-1m",
        "+1m",
        "1us",
        "1\N{MICRO SIGN}s",
        "1ns",
        "0.0001s",
        ".5s",
        "1.s",
        "8784h1ms",
        "10000h",
    }


@pytest.mark.parametrize("text", GO["types"])
def test_a_conditions_type_is_a_qualified_name_of_kubernetes(text: str) -> None:
    grammar = re.fullmatch(CONDITIONS["type"], text) is not None
    short_enough = len(text.rpartition("/")[0]) <= CONDITIONS["longestPrefix"]
    assert (grammar and short_enough) == GO["types"][text]


@pytest.mark.parametrize("text", CONDITIONS["accepted"])
def test_the_pattern_of_the_schema_takes_what_the_readers_take(text: str) -> None:
    assert re.fullmatch(CONDITIONS["pattern"], text)


def test_the_chart_of_draino_has_the_same_grammar() -> None:
    schema = json.loads((ROOT / "charts" / "draino" / "values.schema.json").read_text())
    assert schema["definitions"]["duration"]["pattern"] == f"^{DURATIONS['pattern']}$"
    assert schema["properties"]["conditions"]["items"]["pattern"] == f"^{CONDITIONS['pattern']}$"
