"""``python -m tests.unit.contract.texts``: the texts about which go/main.go is asked, as JSON."""

from __future__ import annotations

import json
import sys
from typing import Any, Final

from components.contract import contract

_DIGEST: Final = "0123456789abcdef" * 4
_PARTS: Final = "a" * 128

REFERENCES: Final = (
    "shop:1.2.3",
    "shop:latest",
    "shop",
    "shop:",
    "shop@",
    ":1",
    "",
    " shop:1",
    "shop:1 ",
    "shop:1\n",
    "sh op:1",
    "shop:1.2.3:4",
    "a/b:c:d",
    "shop@sha256:",
    "shop@sha256:abc",
    f"shop@sha256:{_DIGEST}",
    f"shop@sha256:{_DIGEST[:-1]}",
    f"shop@sha256:{_DIGEST}0",
    f"shop@sha256:{_DIGEST.upper()}",
    f"shop@SHA256:{_DIGEST}",
    f"shop@sha512:{_DIGEST * 2}",
    f"shop@sha512:{_DIGEST}",
    f"shop@sha384:{_DIGEST}{_DIGEST[:32]}",
    f"shop@md5:{_DIGEST[:32]}",
    f"shop@{_DIGEST}",
    f"shop:1@sha256:{_DIGEST}",
    f"shop:latest@sha256:{_DIGEST}",
    f"shop@sha256:{_DIGEST}:1",
    f"shop@sha256:{_DIGEST}@sha256:{_DIGEST}",
    _DIGEST,
    f"{_DIGEST}:1",
    f"team/{_DIGEST}:1",
    "planetlabs/draino:e0d5277",
    "team/shop",
    "registry.example/shop",
    "registry.example/shop:latest",
    "registry.example/team/sub/shop:v1",
    "registry.example:5000/shop:v1",
    "registry.example:5000/shop",
    "registry.example:5000",
    "registry.example:/shop:1",
    "registry.example:port/shop:1",
    "localhost/shop:1",
    "localhost:5000/shop:1",
    "Registry.Example/shop:1",
    "Registry/shop:1",
    "my_registry.example/shop:1",
    "-registry.example/shop:1",
    "registry-.example/shop:1",
    "registry..example/shop:1",
    "[2001:db8::1]/shop:1",
    "[2001:db8::1]:5000/shop:1",
    "2001:db8::1/shop:1",
    "[2001:db8::g]/shop:1",
    "https://registry.example/shop:1",
    "registry.example//shop:1",
    "registry.example/shop/:1",
    "/shop:1",
    "registry.example/Shop:1",
    "Shop:1",
    "team/Shop:1",
    "team/shop:V1",
    "team/my-shop:1",
    "team/my--shop:1",
    "team/my---shop:1",
    "team/my_shop:1",
    "team/my__shop:1",
    "team/my___shop:1",
    "team/my.shop:1",
    "team/my..shop:1",
    "team/my-_shop:1",
    "team/-shop:1",
    "team/shop-:1",
    "shop:v1.2_3-4",
    "shop:.1",
    "shop:-1",
    "shop:_1",
    "shop:1+2",
    f"shop:{_PARTS}",
    f"shop:{_PARTS}a",
    f"{_PARTS}/{_PARTS[:126]}:1",
    f"{_PARTS}/{_PARTS[:127]}:1",
    f"registry.example/{_PARTS}/{_PARTS[:126]}:1",
    f"registry.example/{_PARTS}/{_PARTS[:127]}:1",
    f"docker.io/{_PARTS}/{_PARTS[:126]}:1",
    f"{'r' * 255}.example/shop:1",
    "docker.io/shop:1",
    "index.docker.io/shop:1",
    "shop:LATEST",
    "shop:\N{ARABIC-INDIC DIGIT ONE}",
    "sh\N{LATIN SMALL LETTER O WITH DIAERESIS}p:1",
)


def asked() -> dict[str, Any]:
    """What go/main.go reads."""
    grammar = contract()
    durations, conditions = ([*grammar[key]["accepted"], *grammar[key]["refused"]] for key in _GRAMMARS)
    types = sorted({text.partition("=")[0] for text in conditions})
    return {"durations": durations, "types": types, "references": list(REFERENCES)}


_GRAMMARS: Final = ("durations", "conditions")

if __name__ == "__main__":
    json.dump(asked(), sys.stdout, indent=1)
