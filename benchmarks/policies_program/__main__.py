"""So many resources of the recorded stack prod, each with the inputs that the engine told of it."""

import json
from itertools import cycle, islice
from pathlib import Path

import pulumi

config = pulumi.Config()
recorded = json.loads(Path(config.require("recorded")).read_text())
# Components have no inputs, and a provider of one's own would have to be handed on.
plain = [entry for entry in recorded if entry["custom"] and not entry["type"].startswith("pulumi:")]
for number, entry in islice(enumerate(cycle(plain)), config.require_int("count")):
    pulumi.CustomResource(entry["type"], f"{entry['name']}-{number}", entry["inputs"])
