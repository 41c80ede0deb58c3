"""Derives which instance types each AWS service offers, from cfn-lint's schemas and botocore's models.

Run it after a new cfn-lint or boto3:  python -m tools.derive_service_types
"""

from __future__ import annotations

import importlib.metadata
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import botocore.loaders
import cfnlint  # type: ignore[import-untyped]

OUTPUT: Final = Path(__file__).parents[1] / "policies/guardrails/data/service_types.json"
REGION: Final = "us-east-1"

_SCHEMAS: Final = Path(cfnlint.__file__).parent / "data" / "schemas" / "extensions"
_BY_SCHEMA: Final = {
    "dax": "aws_dax_cluster/nodetype_enum",
    "docdb": "aws_docdb_dbinstance/dbinstanceclass_enum",
    "elasticache": "aws_elasticache_cachecluster/cachenodetype_enum",
    "elasticsearch": "aws_elasticsearch_domain/elasticsearchclusterconfig_instancetype_enum",
    "mq": "aws_amazonmq_broker/instancetype_enum",
    "neptune": "aws_neptune_dbinstance/dbinstanceclass_enum",
    "opensearch": "aws_opensearchservice_domain/clusterconfig_instancetype_enum",
    "redshift": "aws_redshift_cluster/nodetype_enum",
}
_RDS: Final = "aws_rds_dbinstance/dbinstanceclass_enum"
_BY_MODEL: Final = {
    "sagemaker-app": "AppInstanceType",
    "sagemaker-endpoint": "ProductionVariantInstanceType",
    "sagemaker-notebook": "InstanceType",
    "sagemaker-processing": "ProcessingInstanceType",
    "sagemaker-training": "TrainingInstanceType",
}


def derive() -> dict[str, object]:
    """The data file's content: sizes by family, by service; RDS by engine."""
    services = {name: _schema(path)["enum"] for name, path in _BY_SCHEMA.items()} | _rds() | _sagemaker()
    return {
        "source": f"cfn-lint's schemas of {REGION}, and botocore's model of SageMaker",
        "versions": {name: importlib.metadata.version(name) for name in ("cfn-lint", "botocore")},
        "services": {name: _by_family(services[name]) for name in sorted(services)},
    }


def _schema(path: str) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = json.loads((_SCHEMAS / f"{path}.json").read_text(encoding="utf-8"))
    return found[REGION]


def _rds() -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for case in _schema(_RDS)["allOf"]:
        engine = case["if"]["properties"]["Engine"]["const"]
        found.setdefault(f"rds-{engine}", set()).update(case["then"]["properties"]["DBInstanceClass"]["enum"])
    return {name: sorted(classes) for name, classes in found.items()}


def _sagemaker() -> dict[str, list[str]]:
    shapes = botocore.loaders.create_loader().load_service_model("sagemaker", "service-2")["shapes"]
    return {name: shapes[shape]["enum"] for name, shape in _BY_MODEL.items()}


def _by_family(types: list[str]) -> Mapping[str, str]:
    """Such as ``{"db.m5": "large xlarge"}``; a name without a family stands under ""."""
    made: dict[str, list[str]] = {}
    for name in sorted(types):
        family, size = _split(name)
        made.setdefault(family, []).append(size)
    return {family: " ".join(sizes) for family, sizes in made.items()}


def _split(name: str) -> tuple[str, str]:
    prefix, dot, rest = name.partition(".")
    if prefix not in {"db", "cache", "dax", "ml", "mq"}:
        return (prefix, rest) if dot else ("", prefix)
    family, _, size = rest.partition(".")
    return f"{prefix}.{family}", size


if __name__ == "__main__":
    OUTPUT.write_text(json.dumps(derive(), indent=1) + "\n", encoding="utf-8")
