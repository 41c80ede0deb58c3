"""The gRPC service of the provider ``eks``: Pulumi's own component server, and the calls that it lacks."""

from __future__ import annotations

import grpc
from google.protobuf import empty_pb2
from pulumi.provider import Provider
from pulumi.provider.server import ProviderServicer
from pulumi.runtime.proto import plugin_pb2


class EksService(ProviderServicer):
    """Serves Construct. Pulumi keeps its settings per process, so one engine at a time can use it."""

    def __init__(self) -> None:
        super().__init__(Provider("0.0.0-sandbox"), [], engine_address="")

    async def Attach(
        self, request: plugin_pb2.PluginAttach, context: grpc.aio.ServicerContext
    ) -> empty_pb2.Empty:
        """The engine says where it listens."""
        self.engine_address = request.address
        return empty_pb2.Empty()
