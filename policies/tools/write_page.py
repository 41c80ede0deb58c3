"""Writes docs/policies.md from the rules themselves: ``cd policies && python -m tools.write_page``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from guardrails.core.rule import AnyRule, ResourceRule
from guardrails.core.settings import config_schema
from guardrails.rules import RULES

OUTPUT: Final = Path(__file__).parents[2] / "docs" / "policies.md"

_HEAD: Final = """\
# Policies

The pack in `policies/` judges a program before anything is created. It works on any Pulumi program, in any
language, and needs nothing of this repository but that folder, and Python 3.11 or newer. In the folder of
your program, with PACK for the path of `policies/`:

    python3.11 -m venv ~/.guardrails && . ~/.guardrails/bin/activate
    pip install -r PACK/requirements.txt
    pulumi preview --policy-pack PACK --policy-pack-config PACK/config/dev.json

The engine starts the pack with the first `python3` on the `PATH`, which is the activated one.

`make up` and `make preview` use it by themselves, with the settings of `policies/config/STACK.json`.
`python -m guardrails.cost FILE`, from `policies/`, prints what a stack costs a month; FILE is what
`pulumi stack export` or `pulumi preview --json --show-sames` printed.

## How rules behave

- A rule that can't see a value before the update says so as an advisory, and decides in the update. What it
  can see it judges at once.
- A message names the resource, the value, what it must be, how to fix it and where to read more.
- A preview tells one fault once: what a rule finds alike on several resources is one finding at the end, with
  the list of them by type; what only one resource has is told at that resource. The order is always the same.
  In an update each finding is told at its resource, before that is made: waiting would be too late there.
- No message shows a value that the program marked as secret, at any level: `[secret]` stands in its place.
- Levels are `advisory`, `mandatory`, `remediate` and `disabled`: `{"required-tags": "advisory"}`, or with
  settings `{"required-tags": {"enforcementLevel": "remediate", "required": {...}}}`. The engine checks
  settings against each rule's schema before it runs anything.
- Every rule takes `waivers`. A waiver has a reason and a last day, is shown by `waivers-in-force` in each
  run, and on the day after the finding is back:

      {"elastic-ips-in-use": {"waivers": [
        {"resource": "bastion-*", "reason": "kept for the partner's firewall", "until": "2027-01-31"}
      ]}}

- A Helm `Release` tells its chart, version and values. A `Chart` (v3 in Python, v4 in every language) is a
  component that tells nothing: only the resources that it makes are judged.
- At level `remediate`, `required-tags` fills in the tags for which the settings have a `fill`.

## How far it can be trusted, and what it costs

The stacks dev, prod and sandbox are recorded as the real engine told them to the pack
(`python -m tests.unit.guardrails.record`). `tests/unit/guardrails/test_mutations.py` breaks each of
them in every place where a rule should notice, over 1,500 breaks, and wants exactly the right rule to
fire; untouched, nothing may. `PYTHONPATH=policies python -m tests.unit.guardrails.mutations.matrix`
prints the count by rule. When a place has come or gone since the recording,
`tests/engine/test_stacks.py` names it and asks for a new one.

`python benchmarks/policies.py` asks the pack about 5,000 resources as the engine does. On two busy cores all
39 rules took 1.2 ms of CPU a resource; an empty pack of the SDK with two rules took 0.8 ms. The pack answers
the engine's protocol itself (`guardrails/analyzer/`): the SDK's server decodes a resource anew for each rule,
which took 3.8 ms in all, and takes the marks of secret values away.

`python -m benchmarks.policies_engine` says what that is beside the engine itself, which previews 5,000
resources in the sandbox: without a pack, with the empty one, with this one. ms of CPU for each resource, in
one run on two cores that had five times as much to do:

| pack | engine | program | providers | pack | all | of no pack |
|---|---|---|---|---|---|---|
| none | 8.2 | 10.3 | 2.6 | | 21.1 | 1.00 |
| empty, 2 rules | 12.8 | 14.9 | 2.9 | 2.9 | 33.5 | 1.59 |
| guardrails, 39 rules | 13.9 | 17.2 | 3.0 | 9.3 | 43.4 | 2.06 |

So a pack that does nothing costs 12 ms a resource there, and all 39 rules another 10: a quarter of a
millisecond for each resource and rule.

## The rules

This part is generated from the rules: `cd policies && python -m tools.write_page`.
"""

_GROUPS: Final = {
    "billing": "Billing",
    "tags": "Tags",
    "safety": "Safety",
    "selfdriving": "Self-driving",
    "core": "Waivers",
}


def page() -> str:
    """The whole page."""
    parts = [_HEAD]
    for package, rules in groupby(RULES, key=_package):
        parts.append(f"### {_GROUPS[package]}\n")
        parts.extend("\n".join(_section(rule)) for rule in rules)
    return "\n".join(parts)


def _package(rule: AnyRule) -> str:
    return rule.check.__module__.split(".")[1]


def _section(rule: AnyRule) -> Iterator[str]:
    sees = "each resource" if isinstance(rule, ResourceRule) else "the whole stack"
    framework = f"{rule.framework.name} {rule.framework.version}, {rule.framework.reference}"
    yield f"#### `{rule.name}`\n"
    yield f"{rule.description}\n"
    yield f"Judges {sees} · severity {rule.severity.value} · level {rule.level.value} unless set ·"
    yield f"{framework} · [read more]({rule.url})\n"
    yield f"{rule.remediation_steps}\n"
    schema = config_schema(rule.settings)
    own = {key: value for key, value in schema.properties.items() if key != "waivers"}
    if own:
        yield "| setting | default | meaning |\n|---|---|---|"
        yield from (_row(key, value) for key, value in own.items())
        yield ""


def _row(key: str, schema: dict[str, Any]) -> str:
    meaning = schema.get("description", "").replace("\n", " ").replace("``", "`")
    default = f"`{json.dumps(schema['default'])}`" if "default" in schema else "required"
    return f"| `{key}` | {default} | {meaning} |"


if __name__ == "__main__":
    OUTPUT.write_text(page(), encoding="utf-8")
