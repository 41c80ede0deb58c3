"""Helm releases by the name of their chart, wherever the chart comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.core.finding import Unseen
from guardrails.core.kubernetes import RELEASE
from guardrails.core.plain import UNKNOWN, Plain
from guardrails.core.resource import Resource
from guardrails.core.stack import Stack

_ARCHIVE: Final = ".tgz"


def chart_name(release: Resource) -> str:
    """``draino`` of ``./charts/draino``, of ``oci://registry/draino`` and of ``draino``."""
    chart = release.props.get("chart")
    return str(chart).rstrip("/").rpartition("/")[2].removesuffix(_ARCHIVE) if isinstance(chart, str) else ""


def releases_of(stack: Stack, *charts: str) -> Iterator[Resource]:
    """The releases of any of these charts."""
    return (release for release in stack.of_type(RELEASE) if chart_name(release) in charts)


def unnamed(stack: Stack) -> Iterator[Unseen]:
    """The releases whose chart is not known yet, so that they may be anything."""
    for release in stack.of_type(RELEASE):
        if release.props.get("chart") is UNKNOWN:
            yield Unseen(release, "chart")


def values_of(release: Resource) -> dict[str, Plain]:
    """The release's values, empty where there are none or they can't be seen yet."""
    values = release.props.get("values")
    return values if isinstance(values, dict) else {}
