"""docs/settings.md: every setting of a stack, one heading for each block, an anchor for each key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import yaml

from tools.docs.setting_blocks import Block, Key, blocks
from tools.docs.setting_types import MOST_VALUES_IN_A_CELL

EXAMPLES: Final = Path(__file__).parent / "examples.yaml"
"""Path of a block -> a piece of a stack file that sets it."""

_LONGEST_DEFAULT_IN_A_CELL = 60
_PAGE = re.compile(r"\bdocs/([\w-]+\.md)")

_HEAD: Final = """\
# Settings

This page is generated from the models that check a stack file: `make docs`.

Settings are in `Pulumi.STACK.yaml`, each top-level key behind the project's name:

```yaml
config:
  aws:region: us-east-1
  aws:defaultTags: {tags: {Environment: dev}}
  self-driving-eks:cluster:
    version: "1.35"
```

Region and tags are the standard keys of the AWS provider. The examples below leave `self-driving-eks:` out,
as messages do. Three ways to set a key:

- edit the file;
- `make pulumi STACK=dev ARGS="config set --path self-driving-eks:cluster.version 1.35"`;
- for one command alone, `make up STACK=dev ARGS="--config cluster.version=1.35"`
  ([dev mode](gitops.md#dev-mode)).

A wrong key or value, or two that contradict each other, is reported before anything is created, all at once,
each with its fix. `<name>` stands for a name that you choose, `[]` for each entry of a list. Each key has an
address: `settings.md#cluster.version`.
"""


def page() -> str:
    """The whole page."""
    examples = load_examples()
    sections = [section(block, examples.get(block.path)) for block in blocks()]
    return "\n".join([_HEAD, *sections])


def load_examples() -> Mapping[str, str]:
    """Path of a block -> its example, as it is written in the file, comments included."""
    found: Mapping[str, str] = yaml.safe_load(EXAMPLES.read_text(encoding="utf-8"))
    return found


def section(block: Block, example: str | None) -> str:
    """One block: heading, what it is, an example, its keys."""
    level = "#" * min(4, 2 + block.path.replace(".<name>", "").count("."))
    heading = (
        f'<a id="{anchor(block.path)}"></a>\n\n{level} `{block.path}`' if block.path else "## All blocks"
    )
    parts = [heading, block.about]
    if example:
        parts.append(f"```yaml\n{example.strip()}\n```")
    parts += [table(block), *notes(block)]
    return "\n\n".join(parts) + "\n"


def table(block: Block) -> str:
    """The block's keys, each with an anchor."""
    lines = ["| key | type | default | meaning |", "|---|---|---|---|"]
    lines += [f"| {_named(key)} | {cells(key)} |" for key in block.keys]
    return "\n".join(lines)


def cells(key: Key, page: str = "") -> str:
    """Type, default and meaning of a key, as cells of a table on ``page``, empty for the settings' own."""
    meaning = _PAGE.sub(rf"[\1]({page.removesuffix('settings.md')}\1)", key.meaning)
    return f"{_type(key, page)} | {_default(key, page)} | " + meaning.replace("|", "\\|")


def notes(block: Block) -> Iterator[str]:
    """What is too long for the table: defaults of many entries, choices of many values."""
    for key in block.keys:
        if len(key.choices) > MOST_VALUES_IN_A_CELL:
            yield f"Values of `{key.name}`: {', '.join(f'`{value}`' for value in key.choices)}."
        if key.default and _is_long(key):
            written = yaml.safe_dump(yaml.safe_load(key.default), sort_keys=False).strip()
            yield f"Default of `{key.name}`:\n\n```yaml\n{key.name}:\n{written}\n```"


def anchor(path: str) -> str:
    """The id of a key or a block on the page: its path without the brackets of ``<name>`` and ``[]``."""
    return path.replace("<name>", "name").replace("[]", ".entry")


def _named(key: Key) -> str:
    # A block's own heading has the address of its key.
    own = "" if key.block == key.path else f'<a id="{anchor(key.path)}"></a>'
    return f"{own}`{key.name}`"


def _type(key: Key, page: str) -> str:
    if key.block:
        return f"[{key.type}]({page}#{anchor(key.block)})"
    if len(key.choices) > MOST_VALUES_IN_A_CELL:
        return f"[{key.type}]({page}#{anchor(key.path)})" if page else f"{key.type}, below"
    return key.type


def _default(key: Key, page: str) -> str:
    if key.default is None:
        return "**required**"
    if _is_long(key):
        return f"[a list]({page}#{anchor(key.path)})" if page else "below"
    if key.default:
        return f"`{key.default}`"
    return "" if key.block == key.path else "none"


def _is_long(key: Key) -> bool:
    return key.default is not None and len(key.default) > _LONGEST_DEFAULT_IN_A_CELL
