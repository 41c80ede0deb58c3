"""RDS engine versions in Extended Support cost more for it than the instance itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pulumi_policy import Severity

from guardrails.core import clock
from guardrails.core.finding import Finding, Judgement, Unseen
from guardrails.core.frameworks import well_architected
from guardrails.core.plain import UNKNOWN, Plain
from guardrails.core.resource import Resource
from guardrails.core.rule import ResourceRule
from guardrails.core.settings import RuleSettings
from guardrails.figures.database_calendar import (
    MajorVersion,
    engines,
    extended_support_usd_per_vcpu_hour,
    major_version,
    supported_on,
)
from guardrails.figures.markets import market
from guardrails.figures.prices import prices

DATABASES: Final = frozenset(
    {
        "aws:rds/cluster:Cluster",
        "aws:rds/globalCluster:GlobalCluster",
        "aws:rds/instance:Instance",
    }
)
_REFUSED: Final = "open-source-rds-extended-support-disabled"


def check(resource: Resource, _settings: RuleSettings) -> Iterator[Judgement]:
    """Judge the version by today's date; where none is set RDS takes its newest default."""
    engine, version = resource.props.get("engine"), resource.props.get("engineVersion")
    lifecycle = resource.props.get("engineLifecycleSupport")
    if version is None or lifecycle == _REFUSED or not _may_be_billed(engine):
        return
    if UNKNOWN in (engine, version, lifecycle):
        yield Unseen(resource, "engine" if engine is UNKNOWN else "engineVersion")
        return
    found = major_version(str(engine), str(version))
    if found is not None and not found.in_standard(clock.today()):
        yield _finding(resource, found, str(version))


def _may_be_billed(engine: Plain) -> bool:
    return engine is UNKNOWN or engine in engines()


def _finding(resource: Resource, ended: MajorVersion, version: str) -> Finding:
    usd = extended_support_usd_per_vcpu_hour()
    instance = resource.props.get("instanceClass") or resource.props.get("dbClusterInstanceClass")
    vcpu = market("rds").find(str(instance)).vcpu
    month = f": {usd * vcpu * prices().hours:,.2f} USD a month for {vcpu} vCPU" if vcpu else ""
    since = f"since then {usd:.2f} USD for each vCPU and hour, {2 * usd:.2f} in the third year{month}"
    found = f"{version} of {ended.engine}, in standard support until {ended.standard_ends} only ({since})"
    must = f"in standard support: {', '.join(supported_on(ended.engine, clock.today()))}"
    fix = (
        "set allowMajorVersionUpgrade, try the upgrade on a restored snapshot, raise the version; or set "
        f"engineLifecycleSupport to '{_REFUSED}', by which RDS upgrades instead of billing."
    )
    return Finding(resource, "engineVersion", found, must, fix)


RULE: ResourceRule[Any] = ResourceRule(
    name="database-version-in-standard-support",
    description="Databases run an engine version in standard support.",
    severity=Severity.HIGH,
    framework=well_architected("COST04-BP03"),
    tags=("billing", "databases", "upgrades"),
    remediation_steps="Upgrade the database to a major version in standard support.",
    url="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support.html",
    settings=RuleSettings,
    applies=DATABASES.__contains__,
    check=check,
)
