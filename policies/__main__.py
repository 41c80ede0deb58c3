"""Starts the policy pack: the engine runs this file in a process of its own."""

import gc

from guardrails.analyzer.server import serve
from guardrails.rules import RULES

# A stack of thousands of resources stands in memory as millions of objects, none of them garbage: looking for
# some as often as Python does by itself takes a third of the pack's time.
gc.set_threshold(200_000, 50, 1000)

serve(RULES)
