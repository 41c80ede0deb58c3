"""What helm printed, as files for a repository: one for each kind, each object with its namespace, no secret.

A chart's text is kept as it is, because reading and writing it anew would change what it means: the YAML of
Kubernetes and that of Python differ in what is a number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

import yaml

from cli.errors import RenderError
from facts.cluster_scoped import is_cluster_scoped

_BETWEEN_DOCUMENTS = re.compile(r"^---[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class _Object:
    """One object of a document, by its place in the document's text."""

    node: yaml.MappingNode

    @property
    def api_version(self) -> str:
        return _text(self.node, "apiVersion")

    @property
    def kind(self) -> str:
        return _text(self.node, "kind")

    @property
    def metadata(self) -> yaml.MappingNode:
        found = _child(self.node, "metadata")
        if not isinstance(found, yaml.MappingNode) or not found.value:
            raise RenderError(f"A chart makes an object of the kind {self.kind or 'unknown'} without a name.")
        return found

    @property
    def holds_secret(self) -> bool:
        parts = (_child(self.node, key) for key in ("data", "stringData"))
        return self.kind == "Secret" and any(
            isinstance(part, yaml.MappingNode) and part.value for part in parts
        )


def files(text: str, namespace: str) -> dict[str, str]:
    """File name -> content, from what `helm template` printed for a release in ``namespace``.

    Raises RenderError for a Secret with something in it.
    """
    by_kind: dict[str, list[tuple[tuple[str, str, str], str]]] = defaultdict(list)
    for document in _BETWEEN_DOCUMENTS.split(text):
        node = yaml.compose(document, Loader=yaml.SafeLoader)
        if not isinstance(node, yaml.MappingNode):
            continue
        complete = document
        # From the end, so that an insertion moves nothing that is yet to be done.
        for found in reversed(objects := _objects(node)):
            _refuse_secret(found)
            complete = _with_namespace(complete, found, namespace)
        metadata = objects[0].metadata
        order = (
            _text(metadata, "namespace") or namespace,
            _text(metadata, "name"),
            _text(node, "apiVersion"),
        )
        by_kind[_text(node, "kind")].append((order, complete.strip("\n") + "\n"))
    return {
        f"{kind.lower()}.yaml": "---\n".join(document for _, document in sorted(documents))
        for kind, documents in sorted(by_kind.items())
    }


def _objects(node: yaml.MappingNode) -> list[_Object]:
    """The object itself, or those of a List."""
    items = _child(node, "items")
    if isinstance(items, yaml.SequenceNode) and items.value and _text(node, "kind").endswith("List"):
        return [_Object(item) for item in items.value]
    return [_Object(node)]


def _refuse_secret(found: _Object) -> None:
    if found.holds_secret:
        raise RenderError(
            f"A chart makes the Secret {_text(found.metadata, 'name')} with something in it, which must not "
            "be in git; its service has to stay with the stack: take it out of `portable` in its file in "
            "components/services"
        )


def _with_namespace(document: str, found: _Object, namespace: str) -> str:
    """The document, where an object that helm would put into the release's namespace says so itself."""
    metadata = found.metadata
    if is_cluster_scoped(found.api_version, found.kind) or _text(metadata, "namespace"):
        return document
    first = metadata.value[0][0].start_mark
    between = ", " if metadata.flow_style else "\n" + " " * first.column
    return f"{document[: first.index]}namespace: {namespace}{between}{document[first.index :]}"


def _child(node: yaml.MappingNode, key: str) -> yaml.Node | None:
    return next((value for name, value in node.value if name.value == key), None)


def _text(node: yaml.MappingNode, key: str) -> str:
    found = _child(node, key)
    return str(found.value) if isinstance(found, yaml.ScalarNode) else ""
