"""Asks rules the way the engine does, over its analyzer protocol, and collects what they say.

Properties go through the wire's own form: numbers become floats, unknown values are the engine's sentinels,
secrets carry its signature. What a rule could not see comes back as an advisory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from google.protobuf import json_format, struct_pb2
from guardrails.analyzer.servicer import Analyzer
from guardrails.core.rule import AnyRule, ResourceRule, StackRule
from pulumi.runtime.proto import analyzer_pb2
from pulumi_policy import proxy
from pulumi_policy.deserialize import SPECIAL_SECRET_SIG, SPECIAL_SIG_KEY

UNKNOWN: Final = proxy.UNKNOWN_STRING_VALUE
Props = Mapping[str, Any]
Answer = analyzer_pb2.AnalyzeResponse
_UNSEEN: Final = "not known before the update: "
_ELSEWHERE: Final = "not made by this program: "


@dataclass(frozen=True)
class Verdict:
    """What a rule said: its violations, and the advisory about what it could not see."""

    violations: tuple[str, ...]
    unseen: str | None = None

    @property
    def silent(self) -> bool:
        """Whether the rule had nothing to say."""
        return not self.violations and self.unseen is None


@dataclass(frozen=True)
class Member:
    """A resource of a stack: ``references`` maps a property to the names, or URNs, of what went into it.

    ``inputs`` are what the program said, where that is told apart from ``props``.
    """

    type: str
    name: str
    props: Props
    provider: Props | None = field(default_factory=dict)
    references: Mapping[str, Sequence[str]] = field(default_factory=dict)
    inputs: Props | None = None
    parents: tuple[str, ...] = ()
    """The types of the components around it, the outermost first."""

    @property
    def urn(self) -> str:
        """Its URN in the stack ``dev``."""
        return urn("$".join((*self.parents, self.type)), self.name)


def urn(resource_type: str, name: str) -> str:
    """The URN of a resource of the stack ``dev``."""
    return f"urn:pulumi:dev::project::{resource_type}::{name}"


def secret(value: Any) -> dict[str, Any]:
    """``value`` as the engine tells of one that the program marked as secret."""
    return {SPECIAL_SIG_KEY: SPECIAL_SECRET_SIG, "value": value}


def judge(
    rule: ResourceRule[Any],
    resource_type: str,
    props: Props,
    config: Props | None = None,
    *,
    provider: Props | None = None,
    name: str = "subject",
    parents: tuple[str, ...] = (),
) -> Verdict:
    """What ``rule`` says of one resource."""
    answer = asked([rule], {rule.name: config or {}}).Analyze(
        question(Member(resource_type, name, props, provider or {}, parents=parents)), None
    )
    return _verdict(rule, answer)


def remediated(
    rule: ResourceRule[Any], resource_type: str, props: Props, config: Props, provider: Props | None = None
) -> Any:
    """The properties as ``rule`` mends them, or None where it leaves them alone."""
    analyzer = asked([rule], {rule.name: config}, level=analyzer_pb2.REMEDIATE)
    answer = analyzer.Remediate(question(Member(resource_type, "subject", props, provider or {})), None)
    return next((json_format.MessageToDict(one.properties) for one in answer.remediations), None)


def judge_stack(rule: StackRule[Any], members: Sequence[Member], config: Props | None = None) -> Verdict:
    """What ``rule`` says of a stack."""
    answer = asked([rule], {rule.name: config or {}}).AnalyzeStack(stack_question(members), None)
    return _verdict(rule, answer)


def run(
    rules: Sequence[AnyRule],
    members: Sequence[Member],
    configs: Mapping[str, Props] | None = None,
    *,
    preview: bool = True,
) -> list[analyzer_pb2.AnalyzeDiagnostic]:
    """Everything that ``rules`` say of a program: of each resource as it is registered, then of the stack."""
    analyzer = asked(rules, configs or {}, preview=preview)
    answers = [analyzer.Analyze(question(member), None) for member in members]
    answers.append(analyzer.AnalyzeStack(stack_question(members), None))
    return [diagnostic for answer in answers for diagnostic in answer.diagnostics]


def asked(
    rules: Sequence[AnyRule],
    configs: Mapping[str, Props],
    *,
    level: analyzer_pb2.EnforcementLevel.ValueType = analyzer_pb2.MANDATORY,
    preview: bool = False,
) -> Analyzer:
    """The pack of ``rules``, told their settings; a rule without some keeps its own level."""
    analyzer = Analyzer(rules)
    request = analyzer_pb2.ConfigureAnalyzerRequest()
    for name, config in configs.items():
        request.policyConfig[name].enforcementLevel = level
        request.policyConfig[name].properties.update(dict(config))
    analyzer.Configure(request, None)
    analyzer.ConfigureStack(analyzer_pb2.AnalyzerStackConfigureRequest(dry_run=preview), None)
    return analyzer


def question(member: Member) -> analyzer_pb2.AnalyzeRequest:
    """What the engine asks about one resource."""
    return analyzer_pb2.AnalyzeRequest(
        type=member.type,
        name=member.name,
        urn=member.urn,
        properties=_struct(member.props if member.inputs is None else member.inputs),
        provider=_provider(member),
    )


def stack_question(members: Sequence[Member]) -> analyzer_pb2.AnalyzeStackRequest:
    """What the engine asks about a stack: outputs, linked to one another."""
    urns = {member.name: member.urn for member in members}
    return analyzer_pb2.AnalyzeStackRequest(resources=[_resource(member, urns) for member in members])


def _resource(member: Member, urns: Mapping[str, str]) -> analyzer_pb2.AnalyzerResource:
    made = analyzer_pb2.AnalyzerResource(
        type=member.type,
        name=member.name,
        urn=member.urn,
        properties=_struct(member.props),
        provider=_provider(member),
    )
    for prop, names in member.references.items():
        made.propertyDependencies[prop].urns.extend(urns.get(name, name) for name in names)
    return made


def _provider(member: Member) -> analyzer_pb2.AnalyzerProviderResource | None:
    if member.provider is None:
        return None
    token = f"pulumi:providers:{member.type.partition(':')[0]}"
    return analyzer_pb2.AnalyzerProviderResource(
        type=token, properties=_struct(member.provider), urn=urn(token, "default"), name="default"
    )


def _struct(props: Props) -> struct_pb2.Struct:
    made = struct_pb2.Struct()
    made.update(_listed(props))
    return made


def _listed(value: Any) -> Any:
    """The wire has lists only."""
    if isinstance(value, Mapping):
        return {key: _listed(item) for key, item in value.items()}
    return [_listed(item) for item in value] if isinstance(value, list | tuple) else value


def _verdict(rule: AnyRule, answer: Answer) -> Verdict:
    said = list(texts(rule, answer.diagnostics))
    unseen = [text for text in said if text.startswith((_UNSEEN, _ELSEWHERE))]
    return Verdict(tuple(text for text in said if text not in unseen), unseen[0] if unseen else None)


def texts(rule: AnyRule, diagnostics: Iterable[analyzer_pb2.AnalyzeDiagnostic]) -> Iterable[str]:
    """The messages of ``rule``, without its description, which stands above each."""
    for one in diagnostics:
        if one.policyName == rule.name:
            yield one.message.removeprefix(f"{rule.description}\n")
