from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.remediation.conditions import Condition, Status, parse_condition

CONDITIONS = st.builds(
    Condition,
    type=st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,20}", fullmatch=True),
    status=st.sampled_from(Status),
    duration=st.integers(min_value=0, max_value=10**9).map(lambda n: timedelta(milliseconds=n)),
)


@given(CONDITIONS)
def test_what_is_formatted_parses_to_the_same(condition: Condition) -> None:
    assert parse_condition(str(condition)) == condition


@given(st.text(max_size=30))
def test_any_text_is_understood_or_refused(text: str) -> None:
    try:
        condition = parse_condition(text)
    except ValueError:
        return
    assert parse_condition(str(condition)) == condition


def test_a_status_and_a_duration_are_read() -> None:
    assert parse_condition("Ready=Unknown,10m") == Condition("Ready", Status.UNKNOWN, timedelta(minutes=10))


def test_a_bare_type_is_true_at_once() -> None:
    assert parse_condition("KernelDeadlock") == Condition("KernelDeadlock", Status.TRUE, timedelta())


@pytest.mark.parametrize("text", ["", "=True,1m", "Kernel Deadlock", "-Ready=True,1m", " Ready=True,1m"])
def test_no_type_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=r"^must be Type=Status,duration, such as Ready=Unknown,10m$"):
        parse_condition(text)


@pytest.mark.parametrize("status", ["unknown", "", "Maybe", "TRUE"])
def test_an_unknown_status_is_refused_with_the_known_ones(status: str) -> None:
    with pytest.raises(
        ValueError, match=rf"^has the status '{status}', which must be True, False or Unknown$"
    ):
        parse_condition(f"Ready={status},10m")


def test_a_status_without_a_duration_is_refused_because_draino_panics() -> None:
    with pytest.raises(ValueError, match=r"^does not say for how long; write Ready=False,10m$"):
        parse_condition("Ready=False")


@pytest.mark.parametrize("duration", ["", "10", "ten minutes", "10m,5m"])
def test_a_bad_duration_is_refused_because_draino_never_matches_it(duration: str) -> None:
    with pytest.raises(
        ValueError,
        match=rf"^has the duration '{duration}', which must be a duration in hours, minutes and seconds,"
        r" such as 10m or 1m30s$",
    ):
        parse_condition(f"Ready=Unknown,{duration}")
