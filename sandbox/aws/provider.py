"""The provider ``aws``: everything that is the same for all its resource types."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from sandbox.aws.functions import FUNCTIONS
from sandbox.aws.resource import Aws, Resource, kinds
from sandbox.aws.schema import Schema, schema_of
from sandbox.cloud.records import Records
from sandbox.wire.diff import DEFAULTS_KEY, differences
from sandbox.wire.provider import (
    Candidate,
    Checked,
    Difference,
    Existing,
    Failure,
    Found,
    Provider,
    RefusalError,
)
from sandbox.wire.values import UNKNOWN, Properties, is_unknown

_GONE = ("NotFound", "NoSuch", "NotFoundException", "ResourceNotFound", "NonExistentQueue", "NotFoundFault")
_RANDOM_DIGITS = 7


@dataclass(frozen=True)
class AwsSession:
    """One provider resource's settings."""

    aws: Aws
    default_tags: Mapping[str, str]

    def at(self, properties: Properties) -> Aws:
        """The region of one resource: its own ``region``, else the provider's."""
        region = properties.get("region")
        return replace(self.aws, region=region) if region and region != self.aws.region else self.aws


class AwsProvider(Provider[AwsSession]):
    """Resource types of AWS, kept by moto and, where moto has none, by records."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def configure(self, config: Properties) -> AwsSession:
        """A region is required; ``defaultTags.tags`` are merged into the tags of every taggable resource."""
        region = config.get("region")
        if not region:
            raise RefusalError(
                "aws:region is not set: set it in the stack's config, such as `pulumi config set "
                "aws:region eu-west-1`"
            )
        default_tags = _structured(config.get("defaultTags")).get("tags")
        return AwsSession(Aws(region, self._records), _structured(default_tags))

    def check(self, session: AwsSession, candidate: Candidate) -> Checked:
        """Missing and unknown properties are failures; names, defaults and default tags are filled in."""
        kind, schema = _kind(candidate.type), schema_of(candidate.type)
        inputs = {key: value for key, value in candidate.news.items() if key != DEFAULTS_KEY}
        failures = [
            Failure(name, f"{candidate.type} {candidate.name!r}: missing required property {name!r}")
            for name in sorted(schema.required - set(inputs))
        ] + [
            Failure(name, f"{candidate.type} {candidate.name!r}: {name!r} is not a property of this type")
            for name in sorted(set(inputs) - schema.inputs)
        ]
        filled = {name: value for name, value in kind.defaults.items() if name not in inputs}
        name = kind.name_property
        if name is not None and name not in inputs and f"{name}Prefix" not in inputs:
            filled[name] = _generated_name(candidate, name, kind.name_limit)
        inputs |= filled
        if schema.taggable and session.default_tags and not is_unknown(inputs.get("tags")):
            inputs["tags"] = {**session.default_tags, **inputs.get("tags", {})}
        if filled:
            inputs[DEFAULTS_KEY] = sorted(filled)
        return Checked(inputs, failures)

    def diff(self, session: AwsSession, kind: str, old: Properties, new: Properties) -> Difference:
        """A replacement under a name that the program chose deletes first: two cannot have one name."""
        del session
        resource = _kind(kind)
        changes = differences(old, new, resource.replace_on | {"region"})
        name = resource.name_property
        chosen = name is not None and name in new and name not in new.get(DEFAULTS_KEY, [])
        same_name = chosen and all(change.top != name for change in changes)
        return Difference(changes, delete_first=same_name)

    def plan_create(self, session: AwsSession, kind: str, inputs: Properties) -> Properties:
        """Inputs, and UNKNOWN for whatever AWS alone can say."""
        schema = schema_of(kind)
        unknown = dict.fromkeys(schema.known_after_creation - set(inputs), UNKNOWN)
        return unknown | _known(session, schema, inputs) | _kind(kind).plan(_visible(inputs))

    def create(self, session: AwsSession, kind: str, inputs: Properties) -> tuple[str, Properties]:
        """Creates, then describes."""
        resource, aws, inputs_ = _kind(kind), session.at(inputs), _visible(inputs)
        with _Explained("creating", kind):
            physical = resource.create(aws, inputs_)
            described = resource.describe(aws, physical, inputs_)
        return physical, _known(session, schema_of(kind), inputs) | (described or {})

    def plan_update(self, session: AwsSession, kind: str, existing: Existing, new: Properties) -> Properties:
        """Outputs before, with new inputs; what AWS computes stays, apart from ``recomputed``."""
        resource, schema = _kind(kind), schema_of(kind)
        old, outputs = existing.inputs, existing.outputs
        kept = {key: value for key, value in outputs.items() if key not in old or key in new}
        planned = kept | _known(session, schema, new) | dict.fromkeys(resource.recomputed, UNKNOWN)
        nested = {
            key: _filled(value, outputs.get(key)) for key, value in resource.plan(_visible(new)).items()
        }
        return planned | nested

    def update(self, session: AwsSession, kind: str, existing: Existing, new: Properties) -> Properties:
        """Updates, then describes."""
        resource, aws, physical = _kind(kind), session.at(new), existing.physical
        with _Explained("updating", f"{kind} {physical}"):
            resource.update(aws, physical, _visible(existing.inputs), _visible(new))
            described = resource.describe(aws, physical, _visible(new))
        return _known(session, schema_of(kind), new) | (described or {})

    def read(self, session: AwsSession, kind: str, existing: Existing) -> Found | None:
        """What AWS says wins over what was known."""
        schema, inputs, physical = schema_of(kind), existing.inputs, existing.physical
        try:
            with _Explained("reading", f"{kind} {physical}"):
                described = _kind(kind).describe(session.at(existing.outputs), physical, _visible(inputs))
        except _GoneError:
            described = None
        if described is None:
            return None
        if inputs:
            now = {key: _as_written(key, described, value) for key, value in inputs.items()}
        else:
            now = {key: value for key, value in described.items() if key in schema.inputs}
        return Found(now, _known(session, schema, now) | described)

    def delete(self, session: AwsSession, kind: str, existing: Existing) -> None:
        """What is gone already is no error."""
        outputs, physical = existing.outputs, existing.physical
        try:
            with _Explained("deleting", f"{kind} {physical}"):
                _kind(kind).delete(session.at(outputs), physical, outputs)
        except _GoneError:
            return

    def invoke(self, session: AwsSession, function: str, args: Properties) -> Properties:
        """Functions that the sandbox knows."""
        answer = FUNCTIONS.get(function)
        if answer is None:
            raise RefusalError(f"the sandbox does not know the function {function} yet")
        with _Explained("calling", function):
            return answer(session.at(args), args)


class _GoneError(RefusalError):
    """AWS says that the thing does not exist."""


class _Explained:
    """Turns AWS's errors into messages that say what was being done, with AWS's own words."""

    def __init__(self, doing: str, what: str) -> None:
        self._prefix = f"{doing} {what}"

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ClientError):
            code, message = error.response["Error"]["Code"], error.response["Error"]["Message"]
            refusal = _GoneError if any(word in code for word in _GONE) else RefusalError
            raise refusal(f"{self._prefix}: {error.operation_name}: {code}: {message}") from error
        if isinstance(error, BotoCoreError):
            raise RefusalError(f"{self._prefix}: {error}") from error


def _kind(token: str) -> Resource:
    kind = kinds().get(token)
    if kind is None:
        raise RefusalError(f"the sandbox does not know {token} yet")
    return kind


def _visible(inputs: Properties) -> Properties:
    return {key: value for key, value in inputs.items() if not key.startswith("__")}


def _known(session: AwsSession, schema: Schema, inputs: Properties) -> Properties:
    known = _visible(inputs)
    if "region" in schema.outputs:
        known["region"] = inputs.get("region", session.aws.region)
    if "tagsAll" in schema.outputs:
        known["tagsAll"] = inputs.get("tags", {})
    return {key: value for key, value in known.items() if key in schema.outputs}


def _filled(planned: Any, before: Any) -> Any:  # noqa: ANN401 - any property value
    """``planned`` with its unknowns taken from ``before`` where that has them."""
    if is_unknown(planned) and before is not None:
        return before
    if isinstance(planned, dict) and isinstance(before, dict):
        return {key: _filled(value, before.get(key)) for key, value in planned.items()}
    return planned


def _as_written(key: str, described: Mapping[str, Any], before: Any) -> Any:  # noqa: ANN401 - any property value
    """What is there now, in the extent that the program wrote: what AWS adds on its own is no drift."""
    if key not in described:
        return before
    now = described[key]
    if key != "tags" and isinstance(now, dict) and isinstance(before, dict):
        return {name: _as_written(name, now, value) for name, value in before.items()}
    return now


def _generated_name(candidate: Candidate, name: str, limit: int) -> str:
    """The name that the state has already, or the logical name and seven hexadecimal digits."""
    if candidate.olds.get(name) and name in candidate.olds.get(DEFAULTS_KEY, []):
        return str(candidate.olds[name])
    seed = candidate.seed or candidate.name.encode()
    digits = hashlib.sha256(seed).hexdigest()[:_RANDOM_DIGITS]
    return f"{candidate.name[: limit - _RANDOM_DIGITS - 1]}-{digits}"


def _structured(value: Any) -> dict[str, Any]:  # noqa: ANN401 - provider settings arrive as JSON or as values
    if isinstance(value, str):
        value = json.loads(value)
    return value if isinstance(value, dict) else {}
