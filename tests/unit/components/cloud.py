"""A stand-in for the engine that records what a component declares: the base of all component tests.

``deploy`` builds a component against it and returns the record::

    def test_the_topic_is_encrypted():
        cloud = deploy(lambda: Alarms("alarms"))
        assert cloud.one("aws:sns/topic:Topic").inputs["kmsMasterKeyId"] == "alias/aws/sns"

It knows nothing of providers. What a provider computes is made up from the resource's name (a role named
``net-role`` has the id ``net-role-id``), and in a preview it is unknown, as it is in the engine.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
from google.protobuf import empty_pb2
from google.protobuf.json_format import MessageToDict
from pulumi.runtime import mocks, rpc, set_mocks
from pulumi.runtime.proto import resource_pb2

UNKNOWN = rpc.UNKNOWN
"""Stands in recorded inputs for what is known only after another resource was created."""

# The markers of Pulumi's protocol for values that plain JSON has not.
_KIND = "4dabf18193072939515e22adb298388d"
_RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e"
_SECRET = "1b47061264138c4ac30d75fd1eb44270"

_ACCOUNT = "111122223333"


@dataclass(frozen=True)
class Secret:
    """Stands in recorded inputs for a secret."""

    value: Any


@dataclass(frozen=True)
class Declared:
    """A resource as the engine was told of it."""

    type: str
    name: str
    inputs: Mapping[str, Any]
    parent: str
    """The parent's name; empty for a child of the stack."""
    dependencies: frozenset[str]
    """Names of all resources that it waits for, by depends_on or through an input."""
    provider: str
    """The name of an explicit provider, else empty."""
    request: resource_pb2.RegisterResourceRequest
    """Everything else: protect, ignoreChanges, deleteBeforeReplace, aliases, retainOnDelete, ..."""


@dataclass
class Cloud(mocks.Mocks):
    """The record of one deployment."""

    preview: bool
    outputs: Mapping[str, Mapping[str, Any]]
    """What a type has beside its inputs: type token -> outputs."""
    answers: Mapping[str, Mapping[str, Any]]
    """Answers to invokes: token -> result."""
    resources: list[Declared] = field(default_factory=list)
    result: Any = None
    """What the built function returned, resolved; None where it is unknown."""

    def of(self, type_: str) -> list[Declared]:
        """All resources of one type, in the order of their names."""
        return sorted((r for r in self.resources if r.type == type_), key=lambda r: r.name)

    def one(self, type_: str) -> Declared:
        """The only resource of its type."""
        (found,) = self.of(type_)
        return found

    def named(self, name: str) -> Declared:
        """The only resource of that name."""
        (found,) = (r for r in self.resources if r.name == name)
        return found

    def children(self, parent: str) -> set[tuple[str, str]]:
        """(type, name) of what was declared with ``parent`` as its parent."""
        return {(r.type, r.name) for r in self.resources if r.parent == parent}

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        """Answer a registration: the inputs, and what a provider would have computed."""
        if self.preview:
            return "", dict(args.inputs)
        made_up = {"name": args.name}
        if args.typ.startswith("aws:"):
            made_up["arn"] = f"arn:aws:mock:::{args.name}"
        return f"{args.name}-id", {**made_up, **args.inputs, **self.outputs.get(args.typ, {})}

    def call(self, args: mocks.MockCallArgs) -> dict[str, Any]:  # type: ignore[override]
        """Answer an invoke, from ``answers`` or for one of the few that nearly every component asks."""
        if args.token in self.answers:
            return dict(self.answers[args.token])
        match args.token:
            case "aws:index/getAvailabilityZones:getAvailabilityZones":
                return {
                    "id": "us-east-1",
                    "names": [f"us-east-1{letter}" for letter in "abcdef"],
                    # An account's letters and Amazon's numbers don't go side by side.
                    "zoneIds": [f"use1-az{number}" for number in (4, 6, 1, 2, 3, 5)],
                }
            case "aws:index/getPartition:getPartition":
                return {"id": "aws", "partition": "aws", "dnsSuffix": "amazonaws.com"}
            case "aws:index/getCallerIdentity:getCallerIdentity":
                return {"id": _ACCOUNT, "accountId": _ACCOUNT, "arn": f"arn:aws:iam::{_ACCOUNT}:root"}
        raise AssertionError(f"no answer for the invoke {args.token}")


class _Monitor(mocks.MockMonitor):
    """Pulumi's mock monitor drops what is unknown and who depends on what; this one keeps both."""

    def __init__(self, cloud: Cloud) -> None:
        super().__init__(cloud)
        self._cloud = cloud

    def GetDeploymentInfo(self, request: empty_pb2.Empty) -> resource_pb2.DeploymentInfo:  # noqa: N802
        # A resource that is an input of a remote component hangs the mock monitor, unless it goes by its id.
        known = set(super().GetDeploymentInfo(request).supportedFeatures)  # type: ignore[no-untyped-call]
        return resource_pb2.DeploymentInfo(
            supportedFeatures=sorted(known - {resource_pb2.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES})
        )

    def RegisterResource(  # noqa: N802
        self, request: resource_pb2.RegisterResourceRequest
    ) -> resource_pb2.RegisterResourceResponse:
        if request.type == "pulumi:pulumi:Stack":
            return self._register(request)
        self._cloud.resources.append(
            Declared(
                type=request.type,
                name=request.name,
                inputs=_readable(MessageToDict(request.object)),
                parent=_name(request.parent),
                dependencies=frozenset(map(_name, request.dependencies)),
                provider=_name(request.provider.rpartition("::")[0]),
                request=request,
            )
        )
        if request.type == "eks:index:Cluster":
            return self._construct_eks_cluster(request)
        return self._register(request)

    def _register(
        self, request: resource_pb2.RegisterResourceRequest
    ) -> resource_pb2.RegisterResourceResponse:
        response: resource_pb2.RegisterResourceResponse
        response = super().RegisterResource(request)  # type: ignore[no-untyped-call]
        return response

    def _construct_eks_cluster(
        self, request: resource_pb2.RegisterResourceRequest
    ) -> resource_pb2.RegisterResourceResponse:
        """Pulumi's EKS component is built by its provider, and one of its outputs is a resource."""
        urn = self.make_urn(request.parent, request.type, request.name)
        child = self.make_urn(urn, "aws:eks/cluster:Cluster", f"{request.name}-eksCluster")
        name = request.object.fields["name"].string_value
        state: dict[str, Any] = {"name": name}
        outputs: dict[str, Any] = {"eksCluster": {_KIND: _RESOURCE, "urn": child, "id": name}}
        if not self._cloud.preview:
            state |= {"arn": f"arn:aws:eks:::cluster/{name}", "endpoint": f"https://{name}.example"}
            state["kubernetesNetworkConfig"] = {"serviceIpv4Cidr": "10.100.0.0/16", "ipFamily": "ipv4"}
            outputs |= {
                "kubeconfig": {"current-context": name},
                "kubeconfigJson": f'{{"current-context": "{name}"}}',
                "clusterSecurityGroupId": f"sg-{name}-cluster",
                "oidcProviderArn": f"arn:aws:iam:::oidc-provider/{name}",
                "oidcIssuer": f"oidc.example/{name}",
            }
        self.resources[child] = self.ResourceRegistration(child, name, state)
        response = resource_pb2.RegisterResourceResponse(urn=urn)
        response.object.update(outputs)
        return response


def _name(urn: str) -> str:
    _, _, name = urn.rpartition("::")
    return "" if "::pulumi:pulumi:Stack::" in urn else name


def _readable(value: Any) -> Any:
    """A value from the protocol without its markers."""
    if isinstance(value, list):
        return [_readable(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get(_KIND) == _SECRET:
        return Secret(_readable(value["value"]))
    return {key: _readable(item) for key, item in value.items()}


def deploy(
    build: Callable[[], Any],
    *,
    preview: bool = False,
    outputs: Mapping[str, Mapping[str, Any]] | None = None,
    answers: Mapping[str, Mapping[str, Any]] | None = None,
) -> Cloud:
    """Run a function that declares resources, as one deployment or preview; return the record of it."""
    # Pulumi takes the thread's event loop, and a test that called asyncio.run leaves none behind.
    asyncio.set_event_loop(asyncio.new_event_loop())
    cloud = Cloud(preview, outputs or {}, answers or {})
    set_mocks(cloud, project="self-driving-eks", stack="test", preview=preview, monitor=_Monitor(cloud))

    def keep(value: Any) -> None:
        cloud.result = value

    run = pulumi.runtime.test(lambda: pulumi.Output.from_input(build()).apply(keep))  # type: ignore[no-untyped-call]
    run()
    return cloud
