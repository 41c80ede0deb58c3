from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from components.remediation.conditions import parse_condition
from components.remediation.settings import AGENT_CONDITIONS, DEFAULT_CONDITIONS, RemediationSettings


def refused(settings: dict[str, Any]) -> dict[str, str]:
    """Key -> message of everything that is refused about what a person wrote."""
    with pytest.raises(ValidationError) as caught:
        RemediationSettings.model_validate(settings)
    return {
        ".".join(map(str, error["loc"])): error["msg"].removeprefix("Value error, ")
        for error in caught.value.errors()
    }


def test_the_defaults_wait_as_long_as_each_condition_deserves() -> None:
    assert [str(condition) for condition in RemediationSettings().conditions] == [
        "KernelDeadlock=True,1m",
        "ReadonlyFilesystem=True,1m",
        "XfsShutdown=True,1m",
        "CperHardwareErrorFatal=True,1m",
        "HardwareFailure=True,1m",
        "FrequentKubeletRestart=True,10m",
        "FrequentContainerdRestart=True,10m",
        "FrequentUnregisterNetDevice=True,10m",
        "KubeletUnhealthy=True,5m",
        "ContainerRuntimeUnhealthy=True,5m",
        "Ready=False,10m",
        "Ready=Unknown,10m",
    ]


@pytest.mark.parametrize("load", ["MemoryPressure", "DiskPressure", "PIDPressure", "NTPProblem"])
def test_load_is_no_damage(load: str) -> None:
    assert load not in {condition.type for condition in DEFAULT_CONDITIONS}


def test_what_a_person_writes_is_what_is_written_back() -> None:
    written = {"conditions": ["Ready=Unknown,1m30s", "KernelDeadlock"], "draino": {"drainBuffer": "90s"}}
    settings = RemediationSettings.model_validate(written)
    assert settings.draino.drain_buffer == timedelta(seconds=90)
    dumped = settings.model_dump(mode="json", by_alias=True, exclude_unset=True)
    assert dumped == {
        "conditions": ["Ready=Unknown,1m30s", "KernelDeadlock=True,0s"],
        "draino": {"drainBuffer": "1m30s"},
    }
    assert RemediationSettings.model_validate(dumped) == settings


def test_a_condition_that_no_monitor_sets_is_refused_with_the_nearest() -> None:
    assert refused(
        {"conditions": ["Ready=Unknown,10m", "KernelDeadlok=True,1m", "ReadOnlyFileSystem=True,1m"]}
    ) == {
        "conditions.1": "never happens, because no monitor sets KernelDeadlok; did you mean KernelDeadlock?",
        "conditions.2": (
            "never happens, because no monitor sets ReadOnlyFileSystem; did you mean ReadonlyFilesystem?"
        ),
    }


@pytest.mark.parametrize(
    ("healthy", "instead"),
    [
        ("Ready", "Ready=False,0s"),
        ("Ready=True,5m", "Ready=False,5m"),
        ("KernelReady=True,10m", "KernelReady=False,10m"),
        ("KernelDeadlock=False,1m", "KernelDeadlock=True,1m"),
        ("DiskPressure=False,1m", "DiskPressure=True,1m"),
    ],
)
def test_a_condition_that_healthy_nodes_have_is_refused(healthy: str, instead: str) -> None:
    assert refused({"conditions": [healthy]}) == {
        "conditions.0": f"holds on every healthy node, and would drain them all; write {instead}"
    }


def test_a_malformed_condition_is_refused_at_its_place() -> None:
    assert refused({"conditions": ["Ready=Unknown,10m", "Ready=False", 7]}) == {
        "conditions.1": "does not say for how long; write Ready=False,10m",
        "conditions.2": "must be Type=Status,duration, such as Ready=Unknown,10m",
    }


def test_no_condition_at_all_is_refused() -> None:
    assert refused({"conditions": []}) == {
        "conditions": "must name at least one condition; to have no remediation, set enabled to false"
    }


@pytest.mark.parametrize(
    ("conditions", "first", "second"),
    [
        (["Ready=Unknown,10m", "Ready=Unknown,10m"], "Ready=Unknown,10m", "Ready=Unknown,10m"),
        (["KernelDeadlock", "KernelDeadlock=True,1m"], "KernelDeadlock=True,0s", "KernelDeadlock=True,1m"),
        (["NTPProblem=True,60s", "Ready=False,1m", "NTPProblem=True,1m"], *["NTPProblem=True,1m"] * 2),
    ],
)
def test_a_condition_that_is_named_twice_is_refused_in_whatever_spelling(
    conditions: list[str], first: str, second: str
) -> None:
    assert refused({"conditions": conditions}) == {
        "conditions": f"must name each condition once, and has {first} and {second}; drop one of them"
    }


def test_a_person_may_drain_for_load_too() -> None:
    settings = RemediationSettings.model_validate({"conditions": ["DiskPressure=True,30m"]})
    assert settings.conditions == (parse_condition("DiskPressure=True,30m"),)


@pytest.mark.parametrize("image", ["planetlabs/draino", "planetlabs/draino:latest", "host:5000/draino"])
def test_an_image_that_may_change_is_refused(image: str) -> None:
    assert refused({"draino": {"image": image}}) == {
        "draino.image": f"must name a version, not {image!r}; write image:1.2.3 or image@sha256:..."
    }


@pytest.mark.parametrize("image", ["a b:1", "draino@sha256:12", "a/b:c:d", ""])
def test_what_is_no_image_is_refused(image: str) -> None:
    assert refused({"draino": {"image": image}}) == {
        "draino.image": "must be the name of an image, such as registry.example/team/shop:1.2.3"
    }


@pytest.mark.parametrize(
    "image",
    [
        "planetlabs/draino:e0d5277",
        "host:5000/team/draino:1.2",
        f"draino@sha256:{'a' * 64}",
        f"draino:latest@sha256:{'a' * 64}",
    ],
)
def test_a_pinned_image_is_taken(image: str) -> None:
    settings = RemediationSettings.model_validate({"draino": {"image": image}})
    assert settings.draino.image == image


@pytest.mark.parametrize("value", [10, "10", None, True, "soon"])
def test_a_time_without_a_unit_is_refused(value: object) -> None:
    (message,) = refused({"autoscaler": {"scaleDownUnneededTime": value}}).values()
    assert message.endswith("such as 10m or 1m30s")


def test_an_unknown_engine_is_refused() -> None:
    assert refused({"engine": "kured"}) == {
        "engine": "Input should be 'draino', 'eks-node-repair' or 'pitstop'"
    }


def test_the_agent_s_conditions_count_only_where_the_agent_is() -> None:
    assert not {c.type for c in AGENT_CONDITIONS} & {c.type for c in RemediationSettings().conditions}
    assert RemediationSettings().beside_agent().conditions == (*DEFAULT_CONDITIONS, *AGENT_CONDITIONS)


def test_conditions_that_a_person_chose_are_left_alone_beside_the_agent() -> None:
    chosen = RemediationSettings.model_validate({"conditions": ["KernelDeadlock=True,1m"]})
    assert chosen.beside_agent() == chosen
