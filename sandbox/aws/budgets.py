"""Budgets."""

# ruff: noqa: ARG002, D102 - the base class says what each method does and gets

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.aws.casing import pascal
from sandbox.aws.resource import Aws, Resource, register
from sandbox.cloud.listing import by_call
from sandbox.cloud.moto_api import ACCOUNT
from sandbox.wire.values import Properties


@register
class Budget(Resource):
    """A budget with its notifications."""

    kind = "aws:budgets/budget:Budget"
    listed = by_call(
        "budgets",
        "describe_budgets",
        "Budgets",
        "BudgetName",
        arguments={"AccountId": ACCOUNT},
        is_global=True,
    )
    replace_on = frozenset({"name", "namePrefix", "accountId"})
    name_property = "name"
    name_limit = 100

    def create(self, aws: Aws, inputs: Properties) -> str:
        aws.client("budgets").create_budget(
            AccountId=aws.account,
            Budget=_budget(inputs),
            NotificationsWithSubscribers=[_notification(item) for item in inputs.get("notifications", [])],
        )
        return f"{aws.account}:{inputs['name']}"

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        account, name = physical.split(":", 1)
        found = aws.client("budgets").describe_budget(AccountId=account, BudgetName=name)["Budget"]
        return {
            "arn": f"arn:{aws.partition}:budgets::{account}:budget/{name}",
            "name": name,
            "accountId": account,
            "limitAmount": inputs.get("limitAmount", found["BudgetLimit"]["Amount"]),
            "limitUnit": found["BudgetLimit"]["Unit"],
            "timePeriodStart": inputs.get("timePeriodStart", "2026-01-01_00:00"),
            "costFilters": inputs.get("costFilters", []),
            "costTypes": inputs.get("costTypes", {}),
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """moto cannot change a budget in place, so it is put anew under its name; the id stays."""
        self.delete(aws, physical, old)
        self.create(aws, new)

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        account, name = physical.split(":", 1)
        aws.client("budgets").delete_budget(AccountId=account, BudgetName=name)


def _budget(inputs: Properties) -> dict[str, Any]:
    filters = {item["name"]: item["values"] for item in inputs.get("costFilters", [])}
    return {
        "BudgetName": inputs["name"],
        "BudgetType": inputs["budgetType"],
        "TimeUnit": inputs["timeUnit"],
        "BudgetLimit": {
            "Amount": str(inputs.get("limitAmount", "0")),
            "Unit": inputs.get("limitUnit", "USD"),
        },
        **({"CostFilters": filters} if filters else {}),
        **({"CostTypes": pascal(inputs["costTypes"])} if inputs.get("costTypes") else {}),
    }


def _notification(item: Mapping[str, Any]) -> dict[str, Any]:
    subscribers = [("EMAIL", address) for address in item.get("subscriberEmailAddresses", [])]
    subscribers += [("SNS", arn) for arn in item.get("subscriberSnsTopicArns", [])]
    return {
        "Notification": {
            "ComparisonOperator": item["comparisonOperator"],
            "NotificationType": item["notificationType"],
            "Threshold": item["threshold"],
            "ThresholdType": item["thresholdType"],
        },
        "Subscribers": [{"SubscriptionType": kind, "Address": address} for kind, address in subscribers],
    }
