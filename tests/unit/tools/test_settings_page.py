"""docs/settings.md, held against the JSON schema that pydantic itself makes of the models."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from components.durations import parse_duration
from settings.model import StackSettings
from tools.docs.service_settings import rewritten
from tools.docs.setting_blocks import Block, blocks, keys
from tools.docs.settings_page import load_examples, page, section

PAGE = page()
BY_PATH = {key.path: key for key in keys()}
EXAMPLES = load_examples()
Schema = Mapping[str, Any]


def followed(schema: Schema, root: Schema) -> Schema:
    """``schema``, or what it refers to; of a choice with null, the other one."""
    if "$ref" in schema:
        found: Schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
        return followed(found, root)
    if "anyOf" in schema:
        others = [choice for choice in schema["anyOf"] if choice.get("type") != "null"]
        return followed(others[0], root) if len(others) == 1 else schema
    return schema


def described(schema: Schema, root: Schema, path: str = "") -> Iterator[tuple[str, Schema, bool]]:
    """Every key of the JSON schema: its path, its schema, whether it is required."""
    for name, written in schema["properties"].items():
        key, own = f"{path}{name}", followed(written, root)
        yield key, {**own, **written}, name in schema.get("required", ())
        entries = [own.get("additionalProperties"), *own.get("patternProperties", {}).values()]
        nested = [(own, ""), *((entry, ".<name>") for entry in entries), (own.get("items"), "[]")]
        for below, suffix in nested:
            if isinstance(below, Mapping) and "properties" in followed(below, root):
                yield from described(followed(below, root), root, f"{key}{suffix}.")


SCHEMA = StackSettings.model_json_schema()
DESCRIBED = {key: (schema, required) for key, schema, required in described(SCHEMA, SCHEMA)}


def test_the_page_has_every_key_of_the_schema_and_no_other() -> None:
    assert len(DESCRIBED) > 150
    assert sorted(BY_PATH) == sorted(DESCRIBED)


def test_each_key_has_one_anchor_and_a_row() -> None:
    ids = re.findall(r'<a id="([^"]+)">', PAGE)
    assert len(set(ids)) == len(ids)
    expected = {key.replace("<name>", "name").replace("[]", ".entry") for key in DESCRIBED}
    assert expected <= set(ids)
    entries = {block.path.replace("<name>", "name").replace("[]", ".entry") for block in blocks()} - {""}
    assert set(ids) == expected | entries


def test_every_link_on_the_page_leads_to_an_anchor_of_it() -> None:
    ids = set(re.findall(r'<a id="([^"]+)">', PAGE))
    assert [target for target in re.findall(r"\]\(#([^)]+)\)", PAGE) if target not in ids] == []


def test_what_the_schema_requires_is_marked_as_required() -> None:
    required = {key for key, (_, needed) in DESCRIBED.items() if needed}
    assert {path for path, key in BY_PATH.items() if key.default is None} == required


@pytest.mark.parametrize(("schema_type", "word"), [("integer", "whole number"), ("boolean", "true or false")])
def test_types_are_told_as_the_schema_has_them(schema_type: str, word: str) -> None:
    plain = [
        key
        for key, (schema, _) in DESCRIBED.items()
        if schema.get("type") == schema_type and "enum" not in schema
    ]
    assert plain
    assert [key for key in plain if not BY_PATH[key].type.startswith(word)] == []


def test_every_value_of_a_choice_is_on_the_page() -> None:
    choices = {key: schema["enum"] for key, (schema, _) in DESCRIBED.items() if "enum" in schema}
    assert choices
    for key, values in choices.items():
        (shown,) = [section(block, None) for block in blocks() if any(k.path == key for k in block.keys)]
        assert [value for value in values if f"`{value}`" not in shown] == [], key


def test_bounds_of_numbers_are_told_as_the_schema_has_them() -> None:
    bounds = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")
    bounded = {k: s for k, (s, _) in DESCRIBED.items() if set(bounds) & set(s)}
    assert bounded
    for key, schema in bounded.items():
        told = {float(number) for number in re.findall(r"[\d.]+", BY_PATH[key].type)}
        assert told == {float(schema[bound]) for bound in bounds if bound in schema}, key


def test_defaults_are_those_of_the_schema() -> None:
    simple = {
        key: schema["default"]
        for key, (schema, _) in DESCRIBED.items()
        if isinstance(schema.get("default"), bool | int | str) and BY_PATH[key].default
    }
    assert len(simple) > 60
    told = {key: yaml.safe_load(BY_PATH[key].default or "") for key in simple}
    # The schema has durations as ISO 8601 does.
    durations = {key for key in simple if BY_PATH[key].type.startswith("duration")}
    assert len(durations) > 5
    assert {k: v for k, v in told.items() if k not in durations} == {
        k: v for k, v in simple.items() if k not in durations
    }
    iso = TypeAdapter(timedelta)
    assert {k: parse_duration(told[k]) for k in durations} == {
        k: iso.validate_python(simple[k]) for k in durations
    }


def test_no_type_is_told_in_python() -> None:
    python = re.compile(
        r"collections\.abc|Mapping|Optional|Annotated|typing|Literal|<class|NoneType|\bNone\b|\bstr\b"
    )
    assert [key.path for key in keys() if python.search(key.type)] == []


def test_every_key_has_a_meaning() -> None:
    assert [key.path for key in keys() if not key.meaning] == []


def test_every_block_has_a_line_that_says_what_it_is() -> None:
    assert [block.path for block in blocks() if not block.about] == []


def test_no_default_makes_a_cell_unreadable() -> None:
    cells = [cell for line in PAGE.splitlines() if line.startswith("|") for cell in line.split(" | ")[2:3]]
    assert max(map(len, cells)) < 100


def test_a_long_default_is_a_list_below_the_table() -> None:
    default = re.search(r"Default of `conditions`:\n\n```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert default is not None
    written = yaml.safe_load(default[1])["conditions"]
    assert written == [str(condition) for condition in StackSettings().remediation.conditions]


@pytest.mark.parametrize("path", EXAMPLES, ids=str)
def test_an_example_is_one_that_the_models_take(path: str) -> None:
    example = yaml.safe_load(EXAMPLES[path])
    settings = StackSettings.model_validate(example)
    dumped = settings.model_dump(by_alias=True, exclude_unset=True)
    for name in path.replace(".<name>", "").removesuffix("[]").split("."):
        dumped = dumped.get(name) or next(entry[name] for entry in dumped.values() if name in entry)
    assert dumped


def test_every_block_at_the_top_and_every_service_has_an_example() -> None:
    wanted = {
        block.path
        for block in blocks()
        if block.path and "." not in block.path.removesuffix(".<name>").removeprefix("services.")
    }
    assert len(wanted) > 12
    assert wanted - set(EXAMPLES) == set()
    assert set(EXAMPLES) - {block.path for block in blocks()} == set()


def test_a_service_s_page_gets_the_table_of_its_block() -> None:
    start, end = "<!-- settings of services.mesh: generated by `make docs` -->", "<!-- end of settings -->"
    lines = rewritten(f"# X\n{start}\nold\n{end}\nrest\n").splitlines()
    mesh: Block = next(block for block in blocks() if block.path == "services.mesh")
    assert [
        name for name in ("enabled", "kind", "cni.binaries") if not any(f"`{name}`" in line for line in lines)
    ] == []
    assert lines[0] == "# X"
    assert lines[-1] == "rest"
    assert len([line for line in lines if line.startswith("| [`")]) >= len(mesh.keys)


def test_a_page_that_asks_for_a_block_that_is_none_is_refused() -> None:
    page = "<!-- settings of services.mash: generated by `make docs` -->\n<!-- end of settings -->"
    with pytest.raises(ValueError, match=r"services\.mash is no block of settings"):
        rewritten(page)
