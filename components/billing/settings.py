"""Settings of the budget and its alarms."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from components.settings_base import BaseSettings

_MonitorArn = Annotated[str, Field(pattern=r"^arn:aws:ce::\d{12}:anomalymonitor/.+$")]
_Percent = Annotated[float, Field(gt=0, le=1000)]


class SlackSettings(BaseSettings):
    """A Slack channel, told through Amazon Q Developer in chat applications (once AWS Chatbot).

    Its workspace must have been authorized once in that service's console: only a person can do that.
    """

    workspace_id: Annotated[str, Field(pattern=r"^T[A-Z0-9]{8,}$")]
    """The workspace's id; it begins with T."""
    channel_id: Annotated[str, Field(pattern=r"^[CG][A-Z0-9]{8,}$")]
    """The channel's id; it begins with C, or with G where it is private."""


class BillingSettings(BaseSettings):
    """The month's budget, its alarms and where they go. AWS counts over the whole account."""

    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")] | None = None
    """The address that gets the alarms by mail; AWS asks it to confirm once."""
    slack: SlackSettings | None = None
    """Which Slack channel is told."""
    monthly_limit_usd: Annotated[float, Field(gt=0)] = 500
    """The month's budget in USD."""
    actual_percent: tuple[_Percent, ...] = (50, 80, 100)
    """Tell when so much of the budget is spent, in percent."""
    forecast_percent: tuple[_Percent, ...] = (100,)
    """Tell when AWS expects so much of the budget to be spent by the month's end, in percent."""
    anomaly_usd: Annotated[float, Field(gt=0)] = 20
    """Tell when a service costs so many USD more than is usual."""
    anomaly_monitor_arn: _MonitorArn | None = None
    """The monitor of services that the account has already: AWS allows one in an account, and made one for
    most accounts that are younger than March 2023. Without it, the stack makes one."""
    opt_out: Annotated[str, Field(min_length=10)] | None = None
    """The reason for having no alarm, of ten letters or more; none is made then."""

    @property
    def on(self) -> bool:
        """Whether there is to be an alarm at all."""
        return self.opt_out is None


def recipient_problem(settings: BillingSettings) -> str:
    """What is wrong with the recipients, and how to put it right; empty where nothing is.

    A stack on AWS does not go up before somebody is named to watch the bill, or a person has said why not.
    """
    named = settings.email is not None or settings.slack is not None
    if settings.opt_out is not None and named:
        return "names somebody to tell, and optOut says that nobody is told; remove one of the two"
    if settings.opt_out is None and not named:
        return (
            "names nobody to tell when the bill grows; set billing.email or billing.slack, for example "
            "`pulumi config set --path billing.email you@example.com`, or say why not in billing.optOut"
        )
    return ""
