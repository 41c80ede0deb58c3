"""The kubeconfig of an EKS cluster: it asks the aws CLI for a token each time, so it holds no secret."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_EXEC_API = "client.authentication.k8s.io/v1beta1"


def kubeconfig(
    name: str, endpoint: str, certificate: str, arn: str, credentials: Mapping[str, str] | None
) -> dict[str, Any]:
    """``credentials`` may name a ``roleArn`` to take and a ``profileName`` to use."""
    region = arn.split(":")[3]
    arguments = ["--region", region, "eks", "get-token", "--cluster-name", name, "--output", "json"]
    environment = [{"name": "KUBERNETES_EXEC_INFO", "value": f'{{"apiVersion": "{_EXEC_API}"}}'}]
    if credentials and credentials.get("roleArn"):
        arguments += ["--role", credentials["roleArn"]]
    if credentials and credentials.get("profileName"):
        environment.append({"name": "AWS_PROFILE", "value": credentials["profileName"]})
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "aws",
        "clusters": [
            {"name": "kubernetes", "cluster": {"server": endpoint, "certificate-authority-data": certificate}}
        ],
        "contexts": [{"name": "aws", "context": {"cluster": "kubernetes", "user": "aws"}}],
        "users": [
            {
                "name": "aws",
                "user": {
                    "exec": {"apiVersion": _EXEC_API, "command": "aws", "args": arguments, "env": environment}
                },
            }
        ],
    }
