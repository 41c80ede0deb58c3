"""Where a chart comes from."""

from __future__ import annotations

from guardrails.core.plain import Plain, value_at
from guardrails.core.resource import Resource

_ARCHIVES = (".tgz", ".tar.gz")


def is_file(chart: Plain) -> bool:
    """Whether the chart is a folder or an archive, on disk or at a URL, and not a name."""
    if not isinstance(chart, str):
        return False
    return chart.startswith((".", "/")) or chart.endswith(_ARCHIVES)


def is_local(chart: Plain) -> bool:
    """Whether the chart comes with the program itself."""
    return is_file(chart) and isinstance(chart, str) and "://" not in chart


def repository(resource: Resource) -> Plain:
    """The repository that the release names, None where it names none."""
    return value_at(resource.props, "repositoryOpts.repo") or value_at(resource.props, "fetchOpts.repo")
