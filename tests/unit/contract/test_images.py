"""One grammar of images for the stack, the pack and the charts; the other side is distribution/reference.

What Go said is in go_says.json; go/main.go says how to ask it again.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest
from guardrails.core.images import says_latest
from pydantic import TypeAdapter, ValidationError

from components.images import Image, parse_image
from facts.files import load

ROOT = Path(__file__).parents[3]
GO: Final[dict[str, dict[str, str] | None]] = json.loads(
    Path(__file__).with_name("go_says.json").read_text()
)["references"]
_DIGEST_ALONE = "0123456789abcdef" * 4


def pinned_by_go(said: dict[str, str] | None) -> bool:
    return said is not None and (said["digest"] != "" or said["tag"] not in ("", "latest"))


def taken_by_stack(text: str) -> bool:
    try:
        TypeAdapter(Image).validate_python(text)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("text", GO)
def test_the_stack_takes_what_a_runtime_takes_and_what_stays_the_same(text: str) -> None:
    assert taken_by_stack(text) == pinned_by_go(GO[text])


@pytest.mark.parametrize("text", GO)
def test_the_pack_sees_the_tag_that_a_runtime_reads(text: str) -> None:
    said = GO[text]
    assert says_latest(text) == (said is not None and said["tag"] == "latest" and said["digest"] == "")


@pytest.mark.parametrize("text", [text for text in GO if text != _DIGEST_ALONE])
def test_the_parts_are_those_that_a_runtime_reads(text: str) -> None:
    """A runtime puts Docker Hub before a name without a registry."""
    said = GO[text]
    if said is None:
        with pytest.raises(ValueError, match=r"^must be the name of an image, such as "):
            parse_image(text)
        return
    found = parse_image(text)
    assert (found.tag, found.digest) == (said["tag"], said["digest"])
    repository = found.repository.removeprefix("index.docker.io/").removeprefix("docker.io/")
    assert said["name"].endswith(repository)


def test_both_answers_are_tried_often() -> None:
    pinned = [pinned_by_go(said) for said in GO.values()]
    assert (pinned.count(True) > 30, pinned.count(False) > 40) == (True, True)


@pytest.mark.parametrize("chart", ["draino", "farewell", "istio-leftovers"])
def test_a_charts_schema_has_the_same_grammar(chart: str) -> None:
    schema: dict[str, Any] = json.loads((ROOT / "charts" / chart / "values.schema.json").read_text())
    image, grammar = schema["properties"]["image"], load("image_references")
    name = rf"(?:{grammar['domain']}/)?{grammar['path']}"
    tag, digest = grammar["tag"], grammar["digest"]
    assert image["pattern"] == rf"^{name}(?::{tag}(?:@{digest})?|@{digest})$"
    assert image["not"] == {"pattern": ":latest$"}


@pytest.mark.parametrize("text", [text for text in GO if len(text) < 250])
def test_the_pattern_of_the_charts_tells_the_same(text: str) -> None:
    schema = json.loads((ROOT / "charts" / "draino" / "values.schema.json").read_text())
    image = schema["properties"]["image"]
    taken = re.fullmatch(image["pattern"][1:-1], text) and not re.search(image["not"]["pattern"], text)
    assert bool(taken) == pinned_by_go(GO[text])
