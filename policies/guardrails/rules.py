"""All rules of the pack, in the order in which they are documented."""

from __future__ import annotations

from typing import Final

from guardrails.billing import billing_safe_instance_types
from guardrails.core.rule import AnyRule
from guardrails.tags import required_tags

RULES: Final[tuple[AnyRule, ...]] = (
    billing_safe_instance_types.RULE,
    required_tags.RULE,
)
