"""The BillingGuard component: a budget, a billing alarm and cost anomaly detection."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.billing.documents import BILLING_REGION
from components.billing.recipients import Topic
from components.billing.settings import BillingSettings, recipient_problem

_SIX_HOURS = 21600  # as often as AWS writes the metric


class BillingGuard(pulumi.ComponentResource):
    """A budget, an alarm on the estimated charges and an anomaly subscription, all to one encrypted topic.

    Raises ValueError where the settings name nobody to tell. With ``optOut`` it declares nothing.
    """

    topic_arn: pulumi.Output[str] | None
    """Where alarms go; None with ``optOut``."""

    def __init__(
        self,
        name: str,
        settings: BillingSettings,
        *,
        cluster_name: str,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("selfdriving:index:BillingGuard", name, None, opts)
        if problem := recipient_problem(settings):
            raise ValueError(f"billing {problem}")
        self.topic_arn = None
        if settings.on:
            self.topic_arn = self._declare(name, settings, cluster_name)
        self.register_outputs({"topicArn": self.topic_arn})

    def _declare(self, name: str, settings: BillingSettings, cluster_name: str) -> pulumi.Output[str]:
        caller = aws.get_caller_identity_output(opts=pulumi.InvokeOutputOptions(parent=self))
        topic = Topic(self, name, caller.account_id)
        if settings.email is not None:
            topic.mail(settings.email)
        if settings.slack is not None:
            topic.chat(settings.slack, f"{cluster_name}-billing")
        # AWS refuses a budget, and an anomaly subscription, whose topic it may not publish to.
        waiting = pulumi.ResourceOptions(parent=self, depends_on=[topic.policy])
        aws.budgets.Budget(
            f"{name}-budget",
            name=f"{cluster_name}-monthly",
            budget_type="COST",
            time_unit="MONTHLY",
            limit_amount=f"{settings.monthly_limit_usd:.2f}",
            limit_unit="USD",
            notifications=_notifications(settings, topic.arn),
            opts=waiting,
        )
        aws.cloudwatch.MetricAlarm(
            f"{name}-charges",
            name=f"{cluster_name}-estimated-charges",
            alarm_description=f"This month's charges have passed USD {settings.monthly_limit_usd:.2f}",
            namespace="AWS/Billing",
            metric_name="EstimatedCharges",
            dimensions={"Currency": "USD"},
            statistic="Maximum",
            period=_SIX_HOURS,
            evaluation_periods=1,
            comparison_operator="GreaterThanThreshold",
            threshold=settings.monthly_limit_usd,
            treat_missing_data="notBreaching",
            alarm_actions=[topic.arn],
            region=BILLING_REGION,
            opts=waiting,
        )
        aws.costexplorer.AnomalySubscription(
            f"{name}-anomalies",
            name=f"{cluster_name}-anomalies",
            # At once, which only a topic can be told.
            frequency="IMMEDIATE",
            monitor_arn_lists=[settings.anomaly_monitor_arn or self._monitor(name, cluster_name)],
            subscribers=[aws.costexplorer.AnomalySubscriptionSubscriberArgs(type="SNS", address=topic.arn)],
            threshold_expression=_at_least(settings.anomaly_usd),
            opts=waiting,
        )
        return topic.arn

    def _monitor(self, name: str, cluster_name: str) -> pulumi.Output[str]:
        return aws.costexplorer.AnomalyMonitor(
            f"{name}-monitor",
            name=f"{cluster_name}-services",
            monitor_type="DIMENSIONAL",
            monitor_dimension="SERVICE",
            opts=pulumi.ResourceOptions(parent=self),
        ).arn


def _notifications(
    settings: BillingSettings, topic_arn: pulumi.Output[str]
) -> list[aws.budgets.BudgetNotificationArgs]:
    wanted = [("ACTUAL", percent) for percent in settings.actual_percent]
    wanted += [("FORECASTED", percent) for percent in settings.forecast_percent]
    return [
        aws.budgets.BudgetNotificationArgs(
            notification_type=kind,
            comparison_operator="GREATER_THAN",
            threshold=percent,
            threshold_type="PERCENTAGE",
            subscriber_sns_topic_arns=[topic_arn],
        )
        for kind, percent in wanted
    ]


def _at_least(usd: float) -> aws.costexplorer.AnomalySubscriptionThresholdExpressionArgs:
    return aws.costexplorer.AnomalySubscriptionThresholdExpressionArgs(
        dimension=aws.costexplorer.AnomalySubscriptionThresholdExpressionDimensionArgs(
            key="ANOMALY_TOTAL_IMPACT_ABSOLUTE",
            match_options=["GREATER_THAN_OR_EQUAL"],
            values=[f"{usd:.2f}"],
        )
    )
