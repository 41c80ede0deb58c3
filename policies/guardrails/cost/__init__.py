"""What a stack costs a month, from its resources as plain data."""

from guardrails.cost.estimate import Estimate, estimate
from guardrails.cost.line import Line

__all__ = ["Estimate", "Line", "estimate"]
