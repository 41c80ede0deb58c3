"""Which files are generated, from what, and whether they are current."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pitstop.contract import contract_text
from pitstop.schema import schema_text
from tools.docs import pitstop_settings, policies_page, repair_table, service_settings, settings_page

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = "charts/pitstop/contract.json"
COPIES = ("components/contract/pitstop.json", "policies/guardrails/data/pitstop.json")
"""Of the contract: packages that import nothing of pitstop's."""


@dataclass(frozen=True)
class Generated:
    """A file that is generated as a whole, or in the parts between its markers."""

    name: str
    """Its path from the root of the repository."""
    fresh: Callable[[str], str]
    """The text that the file should have, from the text that it has."""

    @property
    def path(self) -> Path:
        """Where the file is."""
        return ROOT / self.name

    @property
    def current(self) -> str:
        """The text that the file has; empty where it does not exist yet."""
        return self.path.read_text(encoding="utf-8") if self.path.exists() else ""


GENERATED = (
    Generated("docs/settings.md", lambda _: settings_page.page()),
    Generated("docs/policies.md", policies_page.rewritten),
    Generated("docs/remediation-reference.md", pitstop_settings.rewritten),
    Generated("docs/scaling.md", repair_table.rewritten),
    Generated("charts/pitstop/values.schema.json", lambda _: schema_text()),
    *(Generated(name, lambda _: contract_text()) for name in (CONTRACT, *COPIES)),
    *(
        Generated(str(page.relative_to(ROOT)), service_settings.rewritten)
        for page in sorted((ROOT / "docs" / "services").glob("*.md"))
    ),
)


def stale(generated: Iterable[Generated]) -> Sequence[Generated]:
    """Those whose file is not what the generator makes now."""
    return [one for one in generated if one.fresh(one.current) != one.current]


def write(generated: Iterable[Generated]) -> None:
    """Write each file anew."""
    for one in generated:
        one.path.write_text(one.fresh(one.current), encoding="utf-8")
