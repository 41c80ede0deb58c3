from dataclasses import replace

from toolchain import recipe
from toolchain.catalog import Tool
from toolchain.places import Places


def test_a_tool_is_made_from_its_entry_and_its_pinned_modules(tool: Tool, places: Places) -> None:
    module = places.go_modules / tool.name
    first = recipe.of_tool(tool, module)
    assert recipe.of_tool(replace(tool), module) == first

    assert recipe.of_tool(replace(tool, ldflags="-X main.version=2"), module) != first
    (module / "go.sum").write_text("example.org v1.0.0 h1:abc=\n")
    assert recipe.of_tool(tool, module) != first


def test_text_that_moves_from_one_file_to_the_next_is_another_recipe(places: Places) -> None:
    places.root.mkdir()
    one, two = places.root / "one", places.root / "two"
    one.write_text("ab")
    two.write_text("c")
    first = recipe.of_files(one, two)
    one.write_text("a")
    two.write_text("bc")
    assert recipe.of_files(one, two) != first
