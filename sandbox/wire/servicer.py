"""The engine's gRPC service over a Provider: translates values and errors, keeps sessions, decides
nothing."""

# ruff: noqa: ARG002, N802 - the service's methods have the names and arguments that gRPC gives them

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from typing import Generic

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from sandbox.cloud.shared_state import SharedState
from sandbox.wire.diff import Change
from sandbox.wire.provider import Candidate, Difference, Existing, Provider, RefusalError, Session
from sandbox.wire.unconfirmed import Unconfirmed
from sandbox.wire.values import decode, encode

_LOG = logging.getLogger(__name__)

_KINDS = {
    (Change.ADD, False): provider_pb2.PropertyDiff.ADD,
    (Change.ADD, True): provider_pb2.PropertyDiff.ADD_REPLACE,
    (Change.DELETE, False): provider_pb2.PropertyDiff.DELETE,
    (Change.DELETE, True): provider_pb2.PropertyDiff.DELETE_REPLACE,
    (Change.UPDATE, False): provider_pb2.PropertyDiff.UPDATE,
    (Change.UPDATE, True): provider_pb2.PropertyDiff.UPDATE_REPLACE,
}


class ProviderService(provider_pb2_grpc.ResourceProviderServicer, Generic[Session]):
    """Serves one Provider.

    The engine opens a connection for each provider resource and configures it first, so the connection's
    address is what tells one session from another.
    """

    def __init__(self, provider: Provider[Session], shared: SharedState, version: str) -> None:
        """``version`` is that of the SDK in use: the engine warns of any other."""
        self._provider = provider
        self._version = version
        self._shared = shared
        self._sessions: dict[str, Session] = {}
        self._unconfirmed = Unconfirmed()

    def Attach(self, request: plugin_pb2.PluginAttach, context: grpc.ServicerContext) -> empty_pb2.Empty:
        """The engine says where it listens; nothing here calls back."""
        return empty_pb2.Empty()

    def Handshake(
        self, request: provider_pb2.ProviderHandshakeRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ProviderHandshakeResponse:
        """Secrets are left to the engine: it takes them off inputs and puts them back on outputs of the
        same name."""
        return provider_pb2.ProviderHandshakeResponse()

    def GetPluginInfo(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> plugin_pb2.PluginInfo:
        """The version that was given."""
        return plugin_pb2.PluginInfo(version=self._version)

    def Cancel(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> empty_pb2.Empty:
        """Nothing here takes long enough to be cancelled."""
        return empty_pb2.Empty()

    def CheckConfig(
        self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext
    ) -> provider_pb2.CheckResponse:
        """Provider settings pass as they are; ``configure`` refuses what is wrong."""
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(
        self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext
    ) -> provider_pb2.DiffResponse:
        """Whether changed provider settings make another provider."""
        with self._answering(context, mutates=False):
            return _response(self._provider.diff_config(decode(request.olds), decode(request.news)))

    def Configure(
        self, request: provider_pb2.ConfigureRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ConfigureResponse:
        """Opens the connection's session."""
        with self._answering(context, mutates=False):
            self._sessions[context.peer()] = self._provider.configure(decode(request.args))
            return provider_pb2.ConfigureResponse(supportsPreview=True)

    def Check(
        self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext
    ) -> provider_pb2.CheckResponse:
        """Inputs with defaults, or what is wrong with them."""
        candidate = Candidate(
            request.type, request.name, decode(request.olds), decode(request.news), request.randomSeed
        )
        with self._answering(context, mutates=False):
            checked = self._provider.check(self._session(context), candidate)
            failures = [
                provider_pb2.CheckFailure(property=f.property, reason=f.reason) for f in checked.failures
            ]
            return provider_pb2.CheckResponse(inputs=encode(checked.inputs), failures=failures)

    def Diff(
        self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext
    ) -> provider_pb2.DiffResponse:
        """What changes; the engine decides what to do about it."""
        with self._answering(context, mutates=False):
            self._unconfirmed.confirm(request.urn, request.id)
            return _response(
                self._provider.diff(
                    self._session(context), request.type, decode(request.old_inputs), decode(request.news)
                )
            )

    def Create(
        self, request: provider_pb2.CreateRequest, context: grpc.ServicerContext
    ) -> provider_pb2.CreateResponse:
        """Creates, or in a preview says what is known."""
        inputs = decode(request.properties)
        with self._answering(context, mutates=not request.preview):
            session = self._session(context)
            if request.preview:
                outputs = self._provider.plan_create(session, request.type, inputs)
                return provider_pb2.CreateResponse(properties=encode(outputs))
            if (orphan := self._unconfirmed.orphan(request.urn)) is not None:
                self._provider.delete(session, request.type, orphan)
            physical, outputs = self._provider.create(session, request.type, inputs)
            self._unconfirmed.remember(request.urn, Existing(physical, inputs, outputs))
            return provider_pb2.CreateResponse(id=physical, properties=encode(outputs))

    def Read(
        self, request: provider_pb2.ReadRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ReadResponse:
        """The resource as it is; an empty answer where it is gone."""
        existing = Existing(request.id, decode(request.inputs), decode(request.properties))
        with self._answering(context, mutates=False):
            self._unconfirmed.confirm(request.urn, request.id)
            found = self._provider.read(self._session(context), request.type, existing)
            if found is None:
                return provider_pb2.ReadResponse()
            return provider_pb2.ReadResponse(
                id=request.id, properties=encode(found.outputs), inputs=encode(found.inputs)
            )

    def Update(
        self, request: provider_pb2.UpdateRequest, context: grpc.ServicerContext
    ) -> provider_pb2.UpdateResponse:
        """Updates in place, or in a preview says what is known."""
        existing = Existing(request.id, decode(request.old_inputs), decode(request.olds))
        new = decode(request.news)
        with self._answering(context, mutates=not request.preview):
            act = self._provider.plan_update if request.preview else self._provider.update
            outputs = act(self._session(context), request.type, existing, new)
            return provider_pb2.UpdateResponse(properties=encode(outputs))

    def Delete(self, request: provider_pb2.DeleteRequest, context: grpc.ServicerContext) -> empty_pb2.Empty:
        """Deletes what still exists."""
        existing = Existing(request.id, decode(request.old_inputs), decode(request.properties))
        with self._answering(context, mutates=True):
            self._unconfirmed.confirm(request.urn, request.id)
            self._provider.delete(self._session(context), request.type, existing)
        return empty_pb2.Empty()

    def Invoke(
        self, request: provider_pb2.InvokeRequest, context: grpc.ServicerContext
    ) -> provider_pb2.InvokeResponse:
        """Calls a function; the answer's field has the name of a keyword, hence getattr."""
        with self._answering(context, mutates=False):
            result = self._provider.invoke(self._session(context), request.tok, decode(request.args))
            response = provider_pb2.InvokeResponse()
            getattr(response, "return").CopyFrom(encode(result))
            return response

    def _session(self, context: grpc.ServicerContext) -> Session:
        session = self._sessions.get(context.peer())
        if session is None:
            raise RefusalError("the engine lost its connection to the sandbox: run the command again")
        return session

    @contextlib.contextmanager
    def _answering(self, context: grpc.ServicerContext, *, mutates: bool) -> Iterator[None]:
        """Holds the state still, and turns errors into messages.

        moto is not thread-safe, and the engine calls from many threads.
        """
        try:
            with self._shared.held(mutates=mutates):
                yield
        except RefusalError as refusal:
            context.abort(grpc.StatusCode.UNKNOWN, str(refusal))
        except Exception as error:
            _LOG.exception("a provider call failed")
            context.abort(
                grpc.StatusCode.INTERNAL, f"the sandbox itself failed: {type(error).__name__}: {error}"
            )


def _response(difference: Difference) -> provider_pb2.DiffResponse:
    changed = bool(difference.changes)
    response = provider_pb2.DiffResponse(
        changes=provider_pb2.DiffResponse.DIFF_SOME if changed else provider_pb2.DiffResponse.DIFF_NONE,
        diffs=sorted({change.top for change in difference.changes}),
        replaces=sorted({change.top for change in difference.changes if change.replaces}),
        hasDetailedDiff=True,
        deleteBeforeReplace=difference.delete_first,
    )
    for change in difference.changes:
        response.detailedDiff[change.path].kind = _KINDS[change.change, change.replaces]
        response.detailedDiff[change.path].inputDiff = True
    return response
