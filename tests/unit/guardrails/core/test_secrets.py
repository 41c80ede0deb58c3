"""A value that the program marked as secret is in no message, of no rule, at no level."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import pytest
from guardrails.core.finding import Finding, shown
from guardrails.core.resource import Resource
from guardrails.core.secrets import without
from guardrails.rules import RULES
from pulumi.runtime.proto import analyzer_pb2

from tests.unit.guardrails.as_engine import Member, asked, question, run, secret, stack_question, texts
from tests.unit.guardrails.mutations import matrix
from tests.unit.guardrails.mutations.stack import Break, Entry, members

EACH_RULE: Final = 3
"""So many breaks of a rule: they differ in the value, not in how it is told."""
LEVELS: Final = (analyzer_pb2.ADVISORY, analyzer_pb2.MANDATORY, analyzer_pb2.REMEDIATE)


def sample() -> Iterator[Break]:
    left = dict.fromkeys((rule.name for rule in RULES), EACH_RULE)
    for kind in matrix.KINDS:
        for one in matrix.breaks("dev", kind):
            left[one.rule] -= 1
            if left[one.rule] >= 0:
                yield one


BREAKS: Final = tuple(sample())


def marked(entry: Entry) -> Entry:
    """The same with each property marked as secret, as it is said and as it comes out."""
    inputs = {key: secret(value) for key, value in entry.inputs.items()}
    return replace(entry, inputs=inputs, outputs={key: secret(value) for key, value in entry.outputs.items()})


def leaves(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for item in value.values():
            yield from leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)
    elif isinstance(value, str) and value:
        yield value


def words(message: str) -> str:
    """What a message says beside the resources' names, which are no secret, and the rule's own texts."""
    first, *others = message.splitlines()
    said = [first.partition("', ")[2] or first, *others]
    return "\n".join(line for line in said if not line.startswith(("Read more", "  ")))


@pytest.mark.parametrize("one", BREAKS, ids=lambda one: f"{one.rule}: {one.what}"[:80])
def test_no_rule_shows_what_is_marked(one: Break) -> None:
    before = matrix.stack("dev").entries
    broken = [
        entry if entry in before else marked(entry) for entry in one.change(before) if entry.outputs != {}
    ]
    (rule,) = [rule for rule in RULES if rule.name == one.rule]
    said = list(texts(rule, run([rule], members(broken))))
    hidden = {
        text for entry in broken if entry not in before for text in leaves([*_values(entry)]) if len(text) > 3
    }
    assert [(text, message) for message in said for text in hidden if stands_in(text, words(message))] == []


def stands_in(text: str, message: str) -> bool:
    """Whether it is quoted: a rule's own word may have a value inside, as volumes has volume."""
    return re.search(rf"(?<!\w){re.escape(text)}(?!\w)", message) is not None


def _values(entry: Entry) -> Iterator[Any]:
    yield from (value["value"] for value in entry.inputs.values())


def resource(**props: Any) -> Resource:
    return Resource("aws:ec2/instance:Instance", "web", "urn:web", props, {"defaultTags": secret("its tags")})


PROGRAM: Final[Sequence[Member]] = (
    Member("aws:ec2/instance:Instance", "web", {"instanceType": secret("p4d.24xlarge"), "tags": {}}),
    Member("aws:rds/instance:Instance", "db", {"instanceClass": "db.r5.24xlarge", "pass": secret("hunter2")}),
    Member("aws:eks/cluster:Cluster", "k8s", {"version": secret("0.99")}),
    Member("aws:ec2/vpc:Vpc", "net", {"tags": {"Owner": secret("me")}}),
    Member(
        "kubernetes:helm.sh/v3:Release",
        "app",
        {"chart": "app", "values": {"image": secret("registry.corp/app:latest"), "note": "hunter2"}},
    ),
)
CONFIG: Final = {"required-tags": {"required": {"Owner": {"pattern": "team-.+"}}}}
SECRETS: Final = ("p4d.24xlarge", "hunter2", "0.99", "'me'", "registry.corp", "21.95")


@pytest.mark.parametrize("level", LEVELS)
def test_a_whole_program_is_judged_at_each_level_without_telling_its_secrets(level: Any) -> None:
    configs = {rule.name: CONFIG.get(rule.name, {}) for rule in RULES}
    analyzer = asked(RULES, configs, level=level, preview=True)
    for one in PROGRAM:
        assert analyzer.Analyze(question(one), None).diagnostics == []
    said = analyzer.AnalyzeStack(stack_question(PROGRAM), None).diagnostics
    fired = {one.policyName for one in said}
    assert {
        "billing-safe-instance-types",
        "eks-version-in-standard-support",
        "required-tags",
        "helm-values-no-latest-tag",
        "monthly-budget",
    } <= fired
    assert [(text, one.message) for one in said for text in SECRETS if text in one.message] == []
    told = "tags.Owner: [secret], a value that the program marked as secret."
    assert any(told in one.message for one in said)


def test_what_a_marked_value_is_made_of_is_not_described_either() -> None:
    web = resource(settings=secret({"size": {"gib": 7}, "name": "a"}))
    found = Finding(web, "settings.size.gib", "7 GiB", "less than 7", "lower it from 7.")
    told = shown(found, web.secret_texts)
    assert (told.where, told.found) == ("settings", "[secret], a value that the program marked as secret")
    assert (told.must, told.fix) == ("less than [secret]", "lower it from [secret].")


@pytest.mark.parametrize(
    ("text", "secrets", "told"),
    [
        ("it is 7, not 17 or 0.7", {"7"}, "it is [secret], not 17 or 0.7"),
        ("'abc' in xabcx", {"abc"}, "'[secret]' in xabcx"),
        ("in the middleofit", {"middleof"}, "in the [secret]it"),
        ("longer and long", {"longer and", "long"}, "[secret] [secret]"),
        ("a.b", {"a.b", "."}, "[secret]"),
    ],
)
def test_secrets_are_taken_out_of_texts(text: str, secrets: set[str], told: str) -> None:
    assert without(text, frozenset(secrets)) == told


def test_documents_lists_and_escapes_are_known_however_a_message_quotes_them() -> None:
    web = resource(
        policy=secret('{"Owner": "team red"}'), lines=secret(["a\nb"]), on=secret(True), port=secret(8080)
    )
    assert {"team red", "a\nb", "a\\nb", "8080", "its tags"} <= web.secret_texts
    assert "True" not in web.secret_texts
