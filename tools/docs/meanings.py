"""What each setting means: the docstring below its field, read from the model's source.

Pydantic can read them as well, but does so for every model whenever the program starts.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator, Mapping

from pydantic import BaseModel


def meanings(model: type[BaseModel]) -> Mapping[str, str]:
    """Field name -> its docstring, those of the models that ``model`` extends included."""
    found: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if issubclass(base, BaseModel) and base is not BaseModel:
            found.update(_own(base))
    return found


def _own(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    (written,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    assert isinstance(written, ast.ClassDef)  # noqa: S101  (it is the source of a class)
    for field, after in zip(written.body, written.body[1:], strict=False):
        match field, after:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                yield name, text
