"""The gRPC service of the provider ``eks``: Pulumi's own component server, and the calls that it lacks."""

# ruff: noqa: ARG002, N802 - the service's methods have the names and arguments that gRPC gives them

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import grpc.aio
import pulumi
from google.protobuf import empty_pb2
from pulumi.provider import ConstructResult, Provider
from pulumi.provider.server import ProviderServicer
from pulumi.runtime.proto import plugin_pb2, provider_pb2

from sandbox.eks.cluster import Cluster


class EksProvider(Provider):
    """The package's components; of those of pulumi-eks, the cluster."""

    def construct(
        self,
        name: str,
        resource_type: str,
        inputs: Mapping[str, pulumi.Input[Any]],
        options: pulumi.ResourceOptions | None = None,
    ) -> ConstructResult:
        """Declares the component's children through the engine."""
        if resource_type != Cluster.kind:
            raise ValueError(f"the sandbox does not know {resource_type} yet")
        cluster = Cluster(name, inputs, options)
        return ConstructResult(urn=cluster.urn, state=cluster.state)


class EksService(ProviderServicer):
    """Serves Construct. Pulumi keeps its settings per process, so one engine at a time can use it."""

    def __init__(self, version: str) -> None:
        super().__init__(EksProvider(version), [], engine_address="")

    async def Attach(
        self, request: plugin_pb2.PluginAttach, context: grpc.aio.ServicerContext[Any, Any]
    ) -> empty_pb2.Empty:
        """The engine says where it listens."""
        self.engine_address = request.address
        return empty_pb2.Empty()

    async def Handshake(
        self, request: provider_pb2.ProviderHandshakeRequest, context: grpc.aio.ServicerContext[Any, Any]
    ) -> provider_pb2.ProviderHandshakeResponse:
        """The engine says where it listens, once more; outputs keep their secrets and dependencies."""
        self.engine_address = request.engine_address
        return provider_pb2.ProviderHandshakeResponse(
            accept_secrets=True, accept_resources=True, accept_outputs=True
        )

    async def CheckConfig(
        self, request: provider_pb2.CheckRequest, context: grpc.aio.ServicerContext[Any, Any]
    ) -> provider_pb2.CheckResponse:
        """The package has no settings."""
        return provider_pb2.CheckResponse(inputs=request.news)

    async def DiffConfig(
        self, request: provider_pb2.DiffRequest, context: grpc.aio.ServicerContext[Any, Any]
    ) -> provider_pb2.DiffResponse:
        """The package has no settings."""
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE)
