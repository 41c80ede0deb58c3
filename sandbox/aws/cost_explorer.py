"""Cost anomaly monitors and subscriptions; moto has none, so they are recorded."""

# ruff: noqa: ARG002, D102 - the base class says what each method does and gets

from __future__ import annotations

import uuid

from sandbox.aws.resource import Aws, Resource, register
from sandbox.cloud.listing import Recorded
from sandbox.cloud.records import Record
from sandbox.wire.provider import RefusalError
from sandbox.wire.values import Properties

_MONITORS = "costexplorer.monitors"
_SUBSCRIPTIONS = "costexplorer.subscriptions"


@register
class AnomalyMonitor(Resource):
    """What cost anomalies are looked for in."""

    kind = "aws:costexplorer/anomalyMonitor:AnomalyMonitor"
    listed = Recorded(_MONITORS)
    replace_on = frozenset({"monitorType", "monitorDimension", "monitorSpecification"})
    name_property = "name"

    def create(self, aws: Aws, inputs: Properties) -> str:
        dimensional = inputs["monitorType"] == "DIMENSIONAL"
        wanted = "monitorDimension" if dimensional else "monitorSpecification"
        if not inputs.get(wanted):
            raise RefusalError(
                f"CreateAnomalyMonitor: ValidationException: a {inputs['monitorType']} monitor needs {wanted}"
            )
        if dimensional and any(
            record["inputs"]["monitorType"] == "DIMENSIONAL"
            for record in aws.records.table(_MONITORS).values()
        ):
            raise RefusalError(
                "CreateAnomalyMonitor: ValidationException: Limit exceeded on dimensional spend monitor "
                "creation"
            )
        arn = f"arn:{aws.partition}:ce::{aws.account}:anomalymonitor/{uuid.uuid4()}"
        aws.records.table(_MONITORS)[(arn,)] = {"inputs": inputs}
        return arn

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        return _recorded(aws, _MONITORS, physical)

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes name and tags."""
        aws.records.table(_MONITORS)[(physical,)] = {"inputs": new}

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        aws.records.table(_MONITORS).pop((physical,), None)


@register
class AnomalySubscription(Resource):
    """Cost anomaly subscriptions."""

    kind = "aws:costexplorer/anomalySubscription:AnomalySubscription"
    listed = Recorded(_SUBSCRIPTIONS)
    replace_on = frozenset({"accountId", "name"})
    name_property = "name"

    def create(self, aws: Aws, inputs: Properties) -> str:
        self._check(aws, inputs)
        arn = f"arn:{aws.partition}:ce::{aws.account}:anomalysubscription/{uuid.uuid4()}"
        aws.records.table(_SUBSCRIPTIONS)[(arn,)] = {"inputs": inputs}
        return arn

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        found = _recorded(aws, _SUBSCRIPTIONS, physical)
        if found is None:
            return None
        return {"accountId": aws.account, "thresholdExpression": {}, **found}

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Changes monitors, threshold and subscribers."""
        self._check(aws, new)
        aws.records.table(_SUBSCRIPTIONS)[(physical,)] = {"inputs": new}

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        aws.records.table(_SUBSCRIPTIONS).pop((physical,), None)

    @staticmethod
    def _check(aws: Aws, inputs: Properties) -> None:
        for monitor in inputs["monitorArnLists"]:
            if (monitor,) not in aws.records.table(_MONITORS):
                raise RefusalError(f"UnknownMonitorException: no anomaly monitor {monitor}")
        if inputs["frequency"] == "IMMEDIATE" and any(
            item["type"] == "EMAIL" for item in inputs["subscribers"]
        ):
            raise RefusalError(
                "ValidationException: the frequency IMMEDIATE takes SNS topics only: use DAILY or WEEKLY "
                "for e-mail"
            )


def _recorded(aws: Aws, table: str, arn: str) -> Properties | None:
    record: Record | None = aws.records.table(table).get((arn,))
    return {**record["inputs"], "arn": arn, "tagsAll": record["inputs"].get("tags", {})} if record else None
