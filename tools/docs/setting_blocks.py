"""The settings of a stack as blocks of keys, read from the models that check them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml
from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo

from settings.model import StackSettings
from tools.docs.meanings import meanings
from tools.docs.setting_types import choices, nested, words


@dataclass(frozen=True)
class Key:
    """One key of a block, in words."""

    path: str
    """From the top: ``nodeGroups.<name>.minSize``."""
    name: str
    """In its block: ``minSize``."""
    type: str
    default: str | None
    """In YAML; empty where there is nothing by default, None where the key is required."""
    meaning: str
    block: str
    """The path of the block that it holds; empty where it holds a value."""
    choices: tuple[str, ...]
    """Every value that it can have, where it is a choice."""


@dataclass(frozen=True)
class Block:
    """A block of keys: ``cluster``, or ``nodeGroups.<name>`` for each entry of a map."""

    path: str
    about: str
    keys: tuple[Key, ...]


def blocks(model: type[BaseModel] = StackSettings, path: str = "") -> Iterator[Block]:
    """The block ``path`` and every block below it, in the order of the models; the outermost has no path."""
    told = meanings(model)
    keys = tuple(_key(path, name, field, told.get(name, "")) for name, field in model.model_fields.items())
    yield Block(path, _plain((model.__doc__ or "").partition("\n\n")[0]), keys)
    for key, field in zip(keys, model.model_fields.values(), strict=True):
        below, _ = nested(field.annotation)
        if below is not None:
            yield from blocks(below, key.block)


def keys() -> Iterator[Key]:
    """Every key of a stack file, in the order of the models."""
    for block in blocks():
        yield from block.keys


def _key(path: str, name: str, field: FieldInfo, meaning: str) -> Key:
    alias = field.alias or name
    below, suffix = nested(field.annotation)
    full = f"{path}.{alias}" if path else alias
    return Key(
        path=full,
        name=alias,
        type=words(field),
        default=_default(field, below is not None),
        meaning=_plain(meaning) or _plain((below.__doc__ or "").partition("\n\n")[0] if below else ""),
        block=f"{full}{suffix}" if below else "",
        choices=tuple(str(value) for value in choices(field.annotation)),
    )


def _default(field: FieldInfo, is_block: bool) -> str | None:
    if field.is_required():
        return None
    value = field.get_default(call_default_factory=True)
    if value is None or value in ({}, (), []) or isinstance(value, BaseModel):
        return ""
    written = TypeAdapter(field.rebuild_annotation()).dump_python(value, mode="json", by_alias=True)
    if is_block:
        written = [{key: part for key, part in entry.items() if part not in (None, [])} for entry in written]
    text = yaml.safe_dump(written, default_flow_style=True, sort_keys=False, width=10_000)
    return text.removesuffix("...\n").strip()


def _plain(docstring: str) -> str:
    return " ".join(docstring.split()).replace("``", "`")
