"""Answers the engine: about the pack, about each resource, about the whole stack."""

# ruff: noqa: ARG002, N802 - the service's methods have the names and arguments that gRPC gives them

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, cast

from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc, plugin_pb2
from pulumi_policy import EnforcementLevel, version
from pulumi_policy.deserialize import deserialize_properties, serialize_properties
from pulumi_policy.proxy import unknown_checking_proxy

from guardrails.analyzer import ledger
from guardrails.analyzer.configured import Configured, configured
from guardrails.analyzer.diagnostics import PACK, VERSION, violation
from guardrails.analyzer.info import pack_info
from guardrails.core.memory import Memory
from guardrails.core.report import Outcome
from guardrails.core.resource import Resource
from guardrails.core.rule import AnyRule, Props, ResourceRule, StackRule
from guardrails.core.stack import Stack
from guardrails.core.waivers import Waived
from guardrails.native import readable


class Analyzer(analyzer_pb2_grpc.AnalyzerServicer):
    """The rules of a pack; one for each run of the engine."""

    def __init__(self, rules: Sequence[AnyRule]) -> None:
        self._rules = rules
        self._memory = Memory()
        self._ledger = ledger.Ledger()
        self._preview = False
        self._configured = [configured(rule, None) for rule in rules]

    def GetAnalyzerInfo(self, request: object, context: object) -> analyzer_pb2.AnalyzerInfo:
        """The pack and its rules."""
        return pack_info(self._rules)

    def GetPluginInfo(self, request: object, context: object) -> plugin_pb2.PluginInfo:
        """The version of the SDK whose protocol this is."""
        return plugin_pb2.PluginInfo(version=version.VERSION)

    def Configure(self, request: analyzer_pb2.ConfigureAnalyzerRequest, context: object) -> empty_pb2.Empty:
        """Take the levels and settings of this run."""
        told = request.policyConfig
        self._configured = [configured(rule, told.get(rule.name)) for rule in self._rules]
        return empty_pb2.Empty()

    def ConfigureStack(
        self, request: analyzer_pb2.AnalyzerStackConfigureRequest, context: object
    ) -> analyzer_pb2.AnalyzerStackConfigureResponse:
        """Learn whether this is a preview."""
        self._preview = request.dry_run
        return analyzer_pb2.AnalyzerStackConfigureResponse()

    def Analyze(self, request: analyzer_pb2.AnalyzeRequest, context: object) -> analyzer_pb2.AnalyzeResponse:
        """Judge one resource by its inputs, before it is made."""
        self._memory.keep_inputs(request.urn, request.properties)
        resource = readable(
            Resource(request.type, request.name, request.urn, request.properties, _provider_settings(request))
        )
        response = analyzer_pb2.AnalyzeResponse()
        for one in self._configured:
            rule = one.rule
            if not one.enabled or not isinstance(rule, ResourceRule) or not rule.applies(resource.type):
                continue
            if isinstance(one.settings, str):
                response.diagnostics.append(_bad_settings(one, resource.urn))
                continue
            outcome = one.outcome(partial(rule.check, resource), lambda: resource.secret_texts)
            self._keep_waived(one, outcome)
            if self._preview:
                self._ledger.keep(rule.name, resource.urn, outcome)
            else:
                response.diagnostics.extend(ledger.diagnostics(one, outcome))
        return response

    def AnalyzeStack(
        self, request: analyzer_pb2.AnalyzeStackRequest, context: object
    ) -> analyzer_pb2.AnalyzeResponse:
        """Judge the whole stack, and tell what a preview has found at single resources."""
        members = sorted((self._member(told) for told in request.resources), key=lambda one: one.urn)
        stack = Stack(members, self._memory.waived)
        response = analyzer_pb2.AnalyzeResponse()
        for one in self._configured:
            rule = one.rule
            if not one.enabled:
                continue
            if isinstance(rule, ResourceRule):
                response.diagnostics.extend(self._ledger.told(one))
            elif isinstance(one.settings, str):
                response.diagnostics.append(_bad_settings(one, ""))
            else:
                outcome = one.outcome(partial(rule.check, stack), lambda: stack.secret_texts)
                self._keep_waived(one, outcome)
                response.diagnostics.extend(ledger.diagnostics(one, outcome))
        return response

    def Remediate(
        self, request: analyzer_pb2.AnalyzeRequest, context: object
    ) -> analyzer_pb2.RemediateResponse:
        """Mend one resource where a rule can, and is at level remediate."""
        response = analyzer_pb2.RemediateResponse()
        mending = [one for one in self._configured if _mends(one, request.type)]
        if not mending:
            return response
        told = json_format.MessageToDict(request.properties)
        # The SDK's view keeps the marks of secrets, and what is not known yet, in what is sent back.
        view = cast("Props", unknown_checking_proxy(deserialize_properties(told, proxy_secrets=True)))
        settings = _provider_settings(request)
        for one in mending:
            resource = Resource(request.type, request.name, request.urn, view, settings)
            rule = cast("ResourceRule[Any]", one.rule)
            mended = rule.remediate(resource, view, one.settings) if rule.remediate else None
            if mended is not None:
                view = mended
                response.remediations.append(_remediation(one, mended))
        return response

    def _keep_waived(self, one: Configured, outcome: Outcome) -> None:
        for finding, waiver in outcome.waived:
            self._memory.keep_waived(Waived(one.rule.name, finding, waiver))

    def _member(self, told: analyzer_pb2.AnalyzerResource) -> Resource:
        return readable(
            Resource(
                told.type,
                told.name,
                told.urn,
                told.properties,
                _provider_settings(told),
                self._memory.inputs(told.urn),
                {prop: tuple(found.urns) for prop, found in told.propertyDependencies.items()},
            )
        )


def _provider_settings(
    request: analyzer_pb2.AnalyzeRequest | analyzer_pb2.AnalyzerResource,
) -> struct_pb2.Struct | None:
    return request.provider.properties if request.HasField("provider") else None


def _mends(one: Configured, resource_type: str) -> bool:
    rule = one.rule
    return (
        one.level is EnforcementLevel.REMEDIATE
        and not isinstance(one.settings, str)
        and not isinstance(rule, StackRule)
        and rule.remediate is not None
        and rule.applies(resource_type)
    )


def _remediation(one: Configured, mended: Props) -> analyzer_pb2.Remediation:
    properties = struct_pb2.Struct()
    properties.update(serialize_properties(mended))
    return analyzer_pb2.Remediation(
        policyName=one.rule.name,
        policyPackName=PACK,
        policyPackVersion=VERSION,
        description=one.rule.description,
        properties=properties,
    )


def _bad_settings(one: Configured, urn: str) -> analyzer_pb2.AnalyzeDiagnostic:
    return violation(one, f"{one.settings}.\nRead more: {one.rule.url}", urn)
