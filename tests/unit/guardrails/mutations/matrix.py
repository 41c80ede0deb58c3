"""The matrix: every break of every recorded stack.

``python -m tests.unit.guardrails.mutations.matrix`` prints it.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Final

from rich.console import Console
from rich.table import Table

from tests.unit.guardrails.mutations import billing, data, safety, selfdriving, tags
from tests.unit.guardrails.mutations.stack import Break, RecordedStack, load

STACKS: Final = ("dev", "prod", "sandbox")
KINDS: Final = {
    "billing": billing.breaks,
    "tags": tags.breaks,
    "safety": safety.breaks,
    "data": data.breaks,
    "selfdriving": selfdriving.breaks,
}


@cache
def stack(name: str) -> RecordedStack:
    """A stack as it stands after an update."""
    return load(name, "up")


def breaks(name: str, kind: str) -> list[Break]:
    """The breaks of one kind in one stack."""
    return list(KINDS[kind](stack(name)))


def places(recorded: RecordedStack) -> set[str]:
    """Where a stack is broken: each break by its rule and by what it changes."""
    return {f"{one.rule}: {one.what}" for make in KINDS.values() for one in make(recorded)}


def missed(name: str, kind: str) -> list[str]:
    """The breaks that no rule noticed, or that another rule than the right one did."""
    recorded = stack(name)
    found = ((one, recorded.fires(one.change(recorded.entries))) for one in breaks(name, kind))
    return [
        f"{one.what}: {one.rule} expected, {', '.join(sorted(fired)) or 'nothing'} fired"
        for one, fired in found
        if fired != {one.rule} | one.also
    ]


def main() -> None:
    """Print the count of breaks by rule and stack, and every one that was not caught as it should."""
    counts: Counter[tuple[str, str]] = Counter()
    wrong: list[str] = []
    for name in STACKS:
        for kind in KINDS:
            counts.update((one.rule, name) for one in breaks(name, kind))
            wrong.extend(f"{name}: {line}" for line in missed(name, kind))
    table = Table("rule", *STACKS)
    for rule in dict.fromkeys(rule for rule, _ in counts):
        table.add_row(rule, *(str(counts[rule, name]) for name in STACKS))
    console = Console(highlight=False)
    console.print(table)
    caught = counts.total() - len(wrong)
    console.print(f"{counts.total()} breaks, {caught} caught by exactly the right rule", *wrong, sep="\n")


if __name__ == "__main__":
    main()
