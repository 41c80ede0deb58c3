from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, Field, JsonValue

from tools.docs.setting_types import words


class Below(BaseModel):
    pass


class Model(BaseModel):
    text: str | None = None
    either: int | tuple[str, ...] = 1
    some: Annotated[list[int], Field(min_length=1)] = [1]
    share: Annotated[float, Field(gt=0, le=1)] = 1.0
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    free: Mapping[str, JsonValue] = {}
    by_choice: dict[Literal["a", "b"], str] = {}
    by_name: dict[str, Below] = {}
    choice: Literal[1, 3] = 1
    strange: complex = 1j


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("text", "text"),
        ("either", "whole number or list of text"),
        ("some", "list of whole number, 1 at least"),
        ("share", "number, more than 0, 1 at most"),
        ("port", "whole number, 1 to 65535"),
        ("free", "block of any keys"),
        ("by_choice", "text for any of `a` or `b`"),
        ("by_name", "a block for each name"),
        ("choice", "`1` or `3`"),
    ],
)
def test_a_type_is_told_in_words(field: str, told: str) -> None:
    assert words(Model.model_fields[field]) == told


def test_a_type_without_words_is_refused_with_the_place_to_add_them() -> None:
    with pytest.raises(TypeError, match=r"complex.* has no words; add them to tools/docs/setting_types\.py"):
        words(Model.model_fields["strange"])
