"""EC2 instance types, as DescribeInstanceTypes tells them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_ec2 import EC2Client

COLUMNS = ("architecture", "vCPU", "memory in MiB", "GPUs")


def instance_types(ec2: EC2Client) -> dict[str, list[Any]]:
    """Name -> the columns, of all types that the client's region offers."""
    pages = ec2.get_paginator("describe_instance_types").paginate()
    return rows(found for page in pages for found in page["InstanceTypes"])


def rows(types: Iterable[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Name -> the columns, by name."""
    return dict(sorted((found["InstanceType"], _row(found)) for found in types))


def _row(found: Mapping[str, Any]) -> list[Any]:
    return [
        _architecture(found.get("ProcessorInfo", {})),
        found.get("VCpuInfo", {}).get("DefaultVCpus"),
        found.get("MemoryInfo", {}).get("SizeInMiB"),
        sum(gpu.get("Count", 0) for gpu in found.get("GpuInfo", {}).get("Gpus", ())),
    ]


def _architecture(processor: Mapping[str, Any]) -> str | None:
    """The word of Kubernetes: ``arm64``, or ``amd64`` for what AWS calls i386 and x86_64."""
    supported = processor.get("SupportedArchitectures", ())
    if not supported:
        return None
    return "arm64" if any(name.startswith("arm64") for name in supported) else "amd64"
