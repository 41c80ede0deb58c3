"""A stack file declares a microservice by its image and its port; the rest has defaults."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from components.microservice.settings import DeclaredMicroservice, MicroserviceSettings

SMALLEST: dict[str, Any] = {"image": "shop:1.2.3", "port": 8080}


def test_an_image_and_a_port_are_enough() -> None:
    declared = DeclaredMicroservice.model_validate(SMALLEST)
    assert (declared.image, declared.port, declared.success_percent) == ("shop:1.2.3", 8080, 99.9)


@pytest.mark.parametrize("missing", ["image", "port"])
def test_without_one_of_them_it_is_refused(missing: str) -> None:
    written = {key: value for key, value in SMALLEST.items() if key != missing}
    with pytest.raises(ValidationError, match="Field required"):
        DeclaredMicroservice.model_validate(written)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (
            {"scaling": {"minReplicas": 3, "maxReplicas": 2}},
            r"maxReplicas must be minReplicas \(3\) at least, not 2",
        ),
        ({"cpu": "0.5 cores"}, "String should match pattern"),
        ({"memory": "512M"}, "String should match pattern"),
        ({"successPercent": 100}, "less than or equal to 99.999"),
        ({"userId": 0}, "greater than or equal to 1"),
        ({"otlpEndpoint": "http://collector:4317"}, "String should match pattern"),
        ({"ingress": {"hostname": "shop"}}, "String should match pattern"),
        ({"replicas": 3}, "Extra inputs are not permitted"),
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused(written: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        MicroserviceSettings.model_validate(written)
