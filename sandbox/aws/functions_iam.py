"""IAM policy documents from statements."""

# ruff: noqa: ARG001 - every function gets a region and arguments

from __future__ import annotations

import json
from typing import Any

from sandbox.aws.functions import function
from sandbox.aws.resource import Aws
from sandbox.wire.values import Properties


@function("aws:iam/getPolicyDocument:getPolicyDocument")
def policy_document(aws: Aws, args: Properties) -> Properties:
    """The document as JSON; statements with one Sid replace each other, as the overriding ones come last."""
    statements: list[dict[str, Any]] = []
    for source in args.get("sourcePolicyDocuments", []):
        statements += _listed(json.loads(source).get("Statement", []))
    statements += [_statement(statement) for statement in args.get("statements", [])]
    for source in args.get("overridePolicyDocuments", []):
        overriding = _listed(json.loads(source).get("Statement", []))
        names = {statement.get("Sid") for statement in overriding} - {None}
        statements = [statement for statement in statements if statement.get("Sid") not in names] + overriding
    document = {"Version": args.get("version", "2012-10-17"), "Statement": statements}
    if args.get("policyId"):
        document["Id"] = args["policyId"]
    return args | {
        "id": str(len(statements)),
        "json": json.dumps(document, indent=2),
        "minifiedJson": json.dumps(document, separators=(",", ":")),
    }


def _statement(statement: Properties) -> dict[str, Any]:
    known = {
        "Sid": statement.get("sid"),
        "Effect": statement.get("effect", "Allow"),
        "Action": _single(statement.get("actions")),
        "NotAction": _single(statement.get("notActions")),
        "Resource": _single(statement.get("resources")),
        "NotResource": _single(statement.get("notResources")),
        "Principal": _principals(statement.get("principals", [])),
        "NotPrincipal": _principals(statement.get("notPrincipals", [])),
        "Condition": _conditions(statement.get("conditions", [])),
    }
    return {key: value for key, value in known.items() if value}


def _principals(principals: list[Properties]) -> Any:  # noqa: ANN401 - "*" or an object
    if any(principal["type"] == "*" for principal in principals):
        return "*"
    return {principal["type"]: _single(principal["identifiers"]) for principal in principals}


def _conditions(conditions: list[Properties]) -> dict[str, dict[str, Any]]:
    grouped: dict[str, dict[str, Any]] = {}
    for condition in conditions:
        grouped.setdefault(condition["test"], {})[condition["variable"]] = _single(condition["values"])
    return grouped


def _single(items: list[str] | None) -> str | list[str] | None:
    return items[0] if items and len(items) == 1 else items


def _listed(statement: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - IAM takes one or a list
    return statement if isinstance(statement, list) else [statement]
