"""A stack whose engine deletes in moto what Pulumi would, in its order, and stops where AWS refuses."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from cli.leftovers.kinds.vpcs import VpcInUseError, Vpcs
from cli.leftovers.scope import Scope
from cli.stack_engine import StackEngine
from tests.unit.cli.leftovers.account import Planter


@dataclass(frozen=True)
class MotoEngine(StackEngine):
    """Deletes node groups, the cluster, then the network; knows objects in the cluster by URN."""

    planter: Planter | None = None
    resources: list[dict[str, Any]] = field(default_factory=list)
    runs: list[int] = field(default_factory=list)

    def outputs(self) -> Mapping[str, Any]:
        return {}

    def destroy(self, arguments: Sequence[str] = ()) -> int:
        code = self._destroy()
        self.runs.append(code)
        return code

    @property
    def urns(self) -> list[str]:
        return [resource["urn"] for resource in self.resources]

    def ask(self, *arguments: str) -> str:
        if arguments[:3] == ("stack", "import", "--file"):
            text = Path(arguments[3]).read_text(encoding="utf-8")
            self.resources[:] = json.loads(text)["deployment"]["resources"]
            return ""
        assert arguments == ("stack", "export")
        return json.dumps({"version": 3, "deployment": {"resources": self.resources}})

    def _destroy(self) -> int:
        assert self.planter is not None
        if any(resource["type"].startswith("kubernetes:") for resource in self.resources):
            return 255  # the cluster does not answer
        eks, name = self.planter.region.eks, self.planter.cluster
        scope = Scope(name, self.planter.region)
        try:
            if name in eks.list_clusters()["clusters"]:
                for group in eks.list_nodegroups(clusterName=name)["nodegroups"]:
                    eks.delete_nodegroup(clusterName=name, nodegroupName=group)
                for profile in eks.list_fargate_profiles(clusterName=name)["fargateProfileNames"]:
                    eks.delete_fargate_profile(clusterName=name, fargateProfileName=profile)
                eks.delete_cluster(name=name)
            if self.planter.vpc_id in [
                vpc["VpcId"] for vpc in self.planter.region.ec2.describe_vpcs()["Vpcs"]
            ]:
                Vpcs().delete(scope, self.planter.vpc_id)
        except (ClientError, VpcInUseError):
            return 255
        return 0
