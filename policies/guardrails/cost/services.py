"""The control plane, keys, logs and alarms."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.core import clock
from guardrails.core.clusters import in_auto_mode
from guardrails.core.plain import UNKNOWN
from guardrails.core.resource import Resource
from guardrails.core.stack import Stack
from guardrails.cost.line import Entry, Line, Pending, Unpriced
from guardrails.figures.eks_calendar import support_of
from guardrails.figures.prices import prices

_DAYS_PER_MONTH = 30


def price_cluster(cluster: Resource, _stack: Stack) -> Iterator[Entry]:
    """The control plane: six times the price once the version is out of standard support."""
    version = cluster.props.get("version")
    if version is UNKNOWN:
        yield Pending(cluster, "version")
        return
    support = support_of(str(version))
    extended = support is not None and not support.in_standard(clock.today())
    usd = prices().control_plane_extended if extended else prices().control_plane_standard
    if in_auto_mode(cluster) is True:
        yield Unpriced(cluster, "nodes of EKS Auto Mode, whose own pools have no limit, and a fee on each")
    yield _flat(cluster, f"EKS control plane, {'extended' if extended else 'standard'} support", usd)


def price_key(key: Resource, _stack: Stack) -> Iterator[Entry]:
    """A customer managed key."""
    yield _flat(key, "KMS key", prices().kms_key)


def price_alarm(alarm: Resource, _stack: Stack) -> Iterator[Entry]:
    """A CloudWatch alarm on one metric."""
    yield _flat(alarm, "CloudWatch alarm", prices().alarm)


def price_log_group(group: Resource, _stack: Stack) -> Iterator[Entry]:
    """An assumed amount of logs: what comes in, and what is kept, for a year where nothing ends it."""
    days = group.props.get("retentionInDays")
    if days is UNKNOWN:
        yield Pending(group, "retentionInDays")
        return
    months = days / _DAYS_PER_MONTH if isinstance(days, int) and days > 0 else 12
    per_gb = prices().log_ingested_gb + months * prices().log_stored_gb
    volume = prices().log_volume
    what = f"logs, {volume.expected:g} to {volume.worst:g} GB a month"
    yield Line(group, what, volume.expected * per_gb, volume.worst * per_gb)


def _flat(resource: Resource, what: str, usd: float) -> Line:
    return Line(resource, what, usd, usd)
