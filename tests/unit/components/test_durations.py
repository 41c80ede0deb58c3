from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.durations import format_duration, parse_duration

WHOLE_MILLISECONDS = st.integers(min_value=0, max_value=366 * 24 * 3_600_000).map(
    lambda milliseconds: timedelta(milliseconds=milliseconds)
)


@given(WHOLE_MILLISECONDS)
def test_what_is_formatted_parses_to_the_same(duration: timedelta) -> None:
    assert parse_duration(format_duration(duration)) == duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1m30s", 90), ("10m", 600), ("1.5h", 5400), ("0s", 0), ("250ms", 0.25), ("1h0m1s", 3601), ("90s", 90)],
)
def test_go_syntax_is_understood(text: str, seconds: float) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("duration", "text"),
    [
        (timedelta(seconds=90), "1m30s"),
        (timedelta(), "0s"),
        (timedelta(hours=25), "25h"),
        (timedelta(milliseconds=1500), "1s500ms"),
    ],
)
def test_the_text_is_the_shortest(duration: timedelta, text: str) -> None:
    assert format_duration(duration) == text


@pytest.mark.parametrize(
    "text", ["", "10", "m", "10 m", "-1m", "1m ", "1d", "1,5h", "1e3s", "\N{ARABIC-INDIC DIGIT ONE}m"]
)
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(
        ValueError, match=r"^must be a duration in hours, minutes and seconds, such as 10m or 1m30s$"
    ):
        parse_duration(text)


def test_a_fraction_of_a_millisecond_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^must be a duration in whole milliseconds, such as 1500ms$"):
        parse_duration("0.0001s")


def test_more_than_a_year_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^must be a duration of at most a year, 8784h$"):
        parse_duration("99999999999h")
