"""Where a resource's instance types are bought: at EC2, or from a service with types of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from guardrails.core.plain import UNKNOWN, Unknown
from guardrails.core.resource import Resource
from guardrails.figures.instance_catalog import InstanceType, catalog
from guardrails.figures.markets import EC2, Market, market

ENGINE: Final = "engine"

_SERVICES: Final[Mapping[str, str]] = {
    "aws:dax": "dax",
    "aws:dms": "dms",
    "aws:docdb": "docdb",
    "aws:elasticache": "elasticache",
    "aws:elasticsearch": "elasticsearch",
    "aws:memorydb": "memorydb",
    "aws:mq": "mq",
    "aws:msk": "msk",
    "aws:neptune": "neptune",
    "aws:opensearch": "opensearch",
    "aws:rds": "rds",
    "aws:redshift": "redshift",
}
_SAGEMAKER: Final[Mapping[str, str]] = {
    "aws:sagemaker/endpointConfiguration:EndpointConfiguration": "sagemaker-endpoint",
    "aws:sagemaker/notebookInstance:NotebookInstance": "sagemaker-notebook",
    "aws:sagemaker/trainingJob:TrainingJob": "sagemaker-training",
    "aws:sagemaker/hyperParameterTuningJob:HyperParameterTuningJob": "sagemaker-training",
    "aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition": "sagemaker-processing",
    "aws:sagemaker/algorithm:Algorithm": "sagemaker-training",
    "aws:sagemaker/monitoringSchedule:MonitoringSchedule": "sagemaker-processing",
}
NOT_A_TYPE: Final = frozenset({"db.serverless", "serverless", "system"})
"""What stands in place of a type where there is no instance: its capacity is judged instead."""

_BATCH: Final = "aws:batch/computeEnvironment:ComputeEnvironment"
_OPTIMAL: Final[Mapping[str, tuple[str, ...]]] = {
    "optimal": ("c4", "m4", "r4"),
    "default_x86_64": ("m6i", "c6i", "r6i", "c7i"),
    "default_arm64": ("m6g", "c6g", "r6g", "c7g"),
}
"""The families that AWS Batch chooses from by itself."""


def market_of(resource: Resource) -> Market | Unknown:
    """The market; ``UNKNOWN`` where a database's engine decides, and is not known yet."""
    if resource.type.startswith("aws:sagemaker/"):
        return market(_SAGEMAKER.get(resource.type, "sagemaker-app"))
    service = _SERVICES.get(resource.type.partition("/")[0])
    if service is None:
        return EC2
    engine = resource.props.get(ENGINE) if service == "rds" else None
    if engine is UNKNOWN:
        return UNKNOWN
    return market(service, str(engine) if engine else None)


def chosen_by_batch(resource_type: str, name: str) -> list[InstanceType] | None:
    """The types among which AWS Batch chooses by ``name``, a family or a word; None for a type."""
    if resource_type != _BATCH or "." in name:
        return None
    families = _OPTIMAL.get(name, (name,))
    return [found for found in catalog().values() if found.family in families]
