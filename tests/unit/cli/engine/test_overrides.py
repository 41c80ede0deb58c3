"""Settings on the command line hold for one command, each in its place among those of the file."""

from __future__ import annotations

import pytest

from cli.engine.overrides import split
from cli.errors import CommandError


@pytest.mark.parametrize("words", [["--config", "a.b=1"], ["-c", "a.b=1"], ["--config=a.b=1"], ["-c=a.b=1"]])
def test_an_override_is_taken_out_however_it_is_written(words: list[str]) -> None:
    assert split(["--diff", *words, "--parallel", "4"]) == (["--diff", "--parallel", "4"], {"a.b": "1"})


def test_a_value_may_hold_anything() -> None:
    assert split(["--config", "tags.a=b=c d"]) == ([], {"tags.a": "b=c d"})


def test_dots_lead_into_blocks_with_or_without_the_engines_word_for_it() -> None:
    assert split(["--config-path", "-c", "a.b=1"]) == ([], {"a.b": "1"})


def test_other_arguments_are_left_alone() -> None:
    assert split(["--config-file", "x.yaml", "--diff"]) == (["--config-file", "x.yaml", "--diff"], {})


@pytest.mark.parametrize("words", [["--config"], ["--config", "a.b"], ["--config", "=1"]])
def test_a_key_without_a_value_is_refused(words: list[str]) -> None:
    with pytest.raises(CommandError, match="needs a key and a value, such as --config nodeGroups"):
        split(words)
