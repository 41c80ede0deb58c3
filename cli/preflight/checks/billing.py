"""Billing alarms: whether they have a recipient and a metric."""

from __future__ import annotations

from collections.abc import Iterable

from cli.aws.needs import Needs
from cli.aws.region import Region
from cli.preflight.model import Line, ok, warn
from components.billing.documents import BILLING_REGION

SUBJECT = "billing alarm"


def check_billing(needs: Needs, _region: Region) -> Iterable[Line]:
    """The recipients, and whether AWS writes the metric that the alarm reads."""
    if needs.billing_opt_out:
        yield warn(SUBJECT, f"none, on purpose: {needs.billing_opt_out}", "set billing.email to have one")
        return
    metrics = Region(BILLING_REGION).cloudwatch.list_metrics(
        Namespace="AWS/Billing", MetricName="EstimatedCharges"
    )["Metrics"]
    if metrics:
        yield ok(SUBJECT, f"will tell {needs.billing_told_to}")
    else:
        yield warn(
            SUBJECT,
            "this account writes no EstimatedCharges metric; the budget works without it, the alarm does not",
            "switch on `Receive CloudWatch billing alerts` in the console's billing preferences",
        )
