"""What has one price by the hour or by the month, each or by a count that the program tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from guardrails.core.data import load
from guardrails.core.plain import UNKNOWN, Unknown
from guardrails.core.resource import Resource
from guardrails.core.stack import Stack
from guardrails.cost.amounts import length
from guardrails.cost.line import Entry, Line, Pending, Unpriced
from guardrails.figures.prices import prices

AIRFLOW: Final = "aws:mwaa/environment:Environment"
AUTHORITY: Final = "aws:acmpca/certificateAuthority:CertificateAuthority"
_AUTHORITY_USD: Final = 400.0
_SHORT_LIVED_USD: Final = 50.0


@cache
def flat_types() -> Mapping[str, tuple[str, float, str | None]]:
    """By type: what it is called, USD a month of one, and the list that counts them, if any."""
    hours = {"hour": prices().hours, "month": 1.0}
    listed: Mapping[str, tuple[str, str, float, str | None]] = load("service_prices")["flat"]
    return {token: (what, usd * hours[by], count) for token, (what, by, usd, count) in listed.items()}


def price_flat(resource: Resource, _stack: Stack) -> Iterator[Entry]:
    """One line, for as many as there are."""
    what, usd, path = flat_types()[resource.type]
    count = length(resource, path, 1) if path else 1.0
    if isinstance(count, Unknown):
        yield Pending(resource, str(path))
    else:
        named = f"{count:g} x {what}" if path else what
        yield Line(resource, named, count * usd, count * usd)


def price_airflow(environment: Resource, _stack: Stack) -> Iterator[Entry]:
    """An Airflow environment by its class; workers beyond the first are billed by use."""
    kind = environment.props.get("environmentClass") or "mw1.small"
    hourly: Mapping[str, float] = load("service_prices")["environment_usd_per_hour"]
    if kind is UNKNOWN:
        yield Pending(environment, "environmentClass")
    elif str(kind) not in hourly:
        yield Unpriced(environment, f"an environment of class {kind}")
    else:
        usd = hourly[str(kind)] * prices().hours
        yield Line(environment, f"Airflow environment, {kind}", usd, usd)


def price_authority(authority: Resource, _stack: Stack) -> Iterator[Entry]:
    """A private certificate authority, cheaper where its certificates live for days only."""
    mode = authority.props.get("usageMode")
    if mode is UNKNOWN:
        yield Pending(authority, "usageMode")
    else:
        usd = _SHORT_LIVED_USD if mode == "SHORT_LIVED_CERTIFICATE" else _AUTHORITY_USD
        yield Line(authority, "private certificate authority", usd, usd)
