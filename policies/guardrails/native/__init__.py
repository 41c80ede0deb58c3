"""Resources of aws-native, read as those of pulumi-aws that they are: one mapping of names for all rules."""

from guardrails.native.resource import readable

__all__ = ["readable"]
