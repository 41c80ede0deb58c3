"""Prices and assumptions, from dated data; all in USD."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from guardrails.core.data import load


@dataclass(frozen=True)
class Range:
    """A figure that a program doesn't tell: what is likely, and what is a lot."""

    expected: float
    worst: float


@dataclass(frozen=True)
class Prices:
    """By the month of ``hours`` hours, except where a name says by gigabyte."""

    as_of: str
    hours: float
    control_plane_standard: float
    control_plane_extended: float
    nat_gateway: float
    nat_gateway_gb: float
    interface_endpoint_zone: float
    load_balancer: float
    public_address: float
    log_ingested_gb: float
    log_stored_gb: float
    kms_key: float
    alarm: float
    spot_share: float
    nat_traffic: Range
    log_volume: Range
    image_disk_gib: float


@cache
def prices() -> Prices:
    """The prices of us-east-1."""
    data = load("aws_prices")
    hours = data["hours_per_month"]
    hourly = {name: price * hours for name, price in data["usd_per_hour"].items()}
    assumed = load("assumptions")
    return Prices(
        as_of=data["as_of"],
        hours=hours,
        control_plane_standard=hourly["eks_control_plane_standard"],
        control_plane_extended=hourly["eks_control_plane_extended"],
        nat_gateway=hourly["nat_gateway"],
        nat_gateway_gb=data["usd_per_gb"]["nat_gateway_processed"],
        interface_endpoint_zone=hourly["interface_endpoint_per_zone"],
        load_balancer=hourly["load_balancer"],
        public_address=hourly["public_ipv4_address"],
        log_ingested_gb=data["usd_per_gb"]["logs_ingested"],
        log_stored_gb=data["usd_per_gb_month"]["logs_stored"],
        kms_key=data["usd_per_month"]["kms_key"],
        alarm=data["usd_per_month"]["alarm"],
        spot_share=assumed["spot_share_of_on_demand"],
        nat_traffic=Range(**assumed["nat_gateway_gb"]),
        log_volume=Range(**assumed["log_group_gb"]),
        image_disk_gib=assumed["image_disk_gib"],
    )
