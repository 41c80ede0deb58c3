from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from components.node_scaler import NodeScaler
from components.remediation.auto_remediation import AutoRemediation
from components.remediation.engines.pitstop import policy
from components.remediation.settings import DEFAULT_CONDITIONS, RemediationSettings
from pitstop.conditions import NodeCondition
from pitstop.config import PitstopSettings
from pitstop.model import Node
from pitstop.remedies.escalation import next_remedy
from tests.unit.components.cloud import Cloud, deploy
from tests.unit.components.clusters import cluster_elsewhere, cluster_on_aws

IMAGE = "r.example:5000/team/pitstop:v1"


def deployed(
    *,
    on_aws: bool = True,
    scaler: NodeScaler = "cluster-autoscaler",
    conditions: Sequence[str] = (),
    **own: Any,
) -> Cloud:
    chosen = {"conditions": conditions} if conditions else {}
    settings = RemediationSettings.model_validate(
        {"engine": "pitstop", "pitstop": {"image": IMAGE, **own}, **chosen}
    )

    def program() -> None:
        AutoRemediation("heal", settings, cluster_on_aws(scaler=scaler) if on_aws else cluster_elsewhere())

    return deploy(program)


def values(cloud: Cloud) -> dict[str, Any]:
    found: dict[str, Any] = cloud.named("heal-pitstop").inputs["values"]
    return found


def statements(*, reboot: bool = False, restart_services: bool = False) -> dict[str, Any]:
    text = policy(
        cluster="c1",
        partition="aws-cn",
        region="cn-north-1",
        account_id="1",
        reboot=reboot,
        restart_services=restart_services,
    )
    return {statement["Sid"]: statement for statement in json.loads(text)["Statement"]}


def test_on_aws_it_replaces_nodes_itself_with_an_identity_of_its_own() -> None:
    cloud = deployed()
    assert values(cloud)["settings"]["replace"] == {"strategy": "autoScaling"}
    assert values(cloud)["settings"]["cluster"] == "c1"
    assert cloud.named("heal-pitstop-identity").inputs["serviceAccount"] == "pitstop"


def test_elsewhere_it_leaves_that_to_others() -> None:
    assert values(deployed(on_aws=False))["settings"]["replace"] == {"strategy": "leave"}


def test_beside_karpenter_it_asks_whoever_owns_the_machine() -> None:
    settings = values(deployed(scaler="karpenter"))["settings"]
    assert settings["replace"] == {"strategy": "owner"}
    read = PitstopSettings.model_validate(settings)
    chosen = [
        next_remedy(Node("n", "g", "a", 0.0, karpenter=karpenter), read, 0.0, before_drain=False)
        for karpenter in (True, False)
    ]
    assert [remedy.name if remedy else None for remedy in chosen] == ["owner", "autoScaling"]


def test_it_reads_the_settings_that_it_is_given() -> None:
    given = values(deployed(settings={"caps": {"drainsPerHour": 2}}))["settings"]
    read = PitstopSettings.model_validate(given)
    assert read.caps.drains_per_hour == 2
    assert sorted(map(str, read.faults)) == sorted(map(str, DEFAULT_CONDITIONS))


@pytest.mark.parametrize(
    ("scaler", "strategy"), [("cluster-autoscaler", "autoScaling"), ("karpenter", "owner")]
)
def test_a_time_that_is_set_in_a_block_leaves_the_rest_of_the_block(
    scaler: NodeScaler, strategy: str
) -> None:
    settings = {"replace": {"timeout": "2h"}, "reboot": {"timeout": "5m"}}
    given = values(deployed(scaler=scaler, reboot=True, settings=settings))["settings"]
    assert given["replace"] == {"strategy": strategy, "timeout": "2h"}
    assert given["reboot"] == {"enabled": True, "timeout": "5m"}


def test_elsewhere_a_person_may_choose_who_replaces_nodes() -> None:
    cloud = deployed(on_aws=False, settings={"replace": {"strategy": "deleteNode"}})
    assert values(cloud)["settings"]["replace"] == {"strategy": "deleteNode"}


@pytest.mark.parametrize(
    ("on_aws", "strategy", "fix"),
    [
        (
            True,
            "deleteNode",
            "is what cluster.nodeScaler decides, owner beside Karpenter and else autoScaling; remove it",
        ),
        (False, "owner", "needs a cluster that the stack made on AWS; write leave or deleteNode"),
    ],
)
def test_a_strategy_that_is_not_the_clusters_is_refused(on_aws: bool, strategy: str, fix: str) -> None:
    with pytest.raises(ValueError, match=rf"^remediation\.pitstop\.settings\.replace\.strategy {fix}$"):
        deployed(on_aws=on_aws, settings={"replace": {"strategy": strategy}})


def test_an_alert_that_a_person_names_stands_in_the_place_of_the_stacks_default() -> None:
    given = values(deployed(settings={"alerts": ["KernelDeadlock=True,5m"]}))["settings"]
    read = PitstopSettings.model_validate(given)
    assert "KernelDeadlock" not in {fault.type for fault in read.faults}
    assert [str(alert) for alert in read.alerts] == ["KernelDeadlock=True,5m"]


@pytest.mark.parametrize("load", ["MemoryPressure", "DiskPressure", "PIDPressure", "NTPProblem"])
def test_it_acts_on_load_where_a_person_says_so(load: str) -> None:
    cloud = deployed(conditions=[f"{load}=True,10m"])
    wanted = PitstopSettings.model_validate(values(cloud)["settings"]).unhealthy_conditions()
    (found,) = wanted.evaluate([NodeCondition(load, "True", 0.0, None)]).unhealthy
    assert (str(found), found.condition.alert_only) == (f"{load}=True,10m", False)


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        (IMAGE, {"repository": "r.example:5000/team/pitstop", "tag": "v1", "digest": ""}),
        (
            f"r.example/pitstop@sha256:{'0' * 64}",
            {"repository": "r.example/pitstop", "tag": "", "digest": f"sha256:{'0' * 64}"},
        ),
    ],
)
def test_the_image_is_the_one_that_a_person_names(image: str, expected: dict[str, str]) -> None:
    assert values(deployed(image=image))["image"] == expected


def test_without_an_image_it_is_refused() -> None:
    with pytest.raises(ValueError, match=r"must name pitstop\.image, which your release workflow built"):
        RemediationSettings.model_validate({"engine": "pitstop"})


def test_it_may_send_away_only_what_is_tagged_for_the_cluster() -> None:
    assert statements().keys() == {"Look", "ReplaceWhatTheClusterOwns"}
    assert statements()["ReplaceWhatTheClusterOwns"] == {
        "Sid": "ReplaceWhatTheClusterOwns",
        "Effect": "Allow",
        "Action": "autoscaling:TerminateInstanceInAutoScalingGroup",
        "Resource": "arn:aws-cn:autoscaling:cn-north-1:1:autoScalingGroup:*",
        "Condition": {"StringEquals": {"aws:ResourceTag/eks:cluster-name": "c1"}},
    }


def test_it_may_reboot_only_where_asked_to_and_only_the_clusters_machines() -> None:
    assert statements(reboot=True)["RebootWhatTheClusterOwns"] == {
        "Sid": "RebootWhatTheClusterOwns",
        "Effect": "Allow",
        "Action": "ec2:RebootInstances",
        "Resource": "arn:aws-cn:ec2:cn-north-1:1:instance/*",
        "Condition": {"StringEquals": {"aws:ResourceTag/eks:cluster-name": "c1"}},
    }


def test_it_may_send_commands_only_where_asked_to_only_to_the_clusters_machines_and_only_shell_scripts() -> (
    None
):
    # The resource types and condition keys of both actions: AWS's Service Authorization Reference.
    sent = statements(restart_services=True)
    assert sent.keys() - statements().keys() == {
        "SendCommandsToWhatTheClusterOwns",
        "SendShellScriptsOnly",
        "ReadResultsOfCommands",
    }
    assert sent["SendCommandsToWhatTheClusterOwns"] == {
        "Sid": "SendCommandsToWhatTheClusterOwns",
        "Effect": "Allow",
        "Action": "ssm:SendCommand",
        "Resource": "arn:aws-cn:ec2:cn-north-1:1:instance/*",
        "Condition": {"StringEquals": {"ssm:resourceTag/eks:cluster-name": "c1"}},
    }
    assert sent["SendShellScriptsOnly"] == {
        "Sid": "SendShellScriptsOnly",
        "Effect": "Allow",
        "Action": "ssm:SendCommand",
        "Resource": "arn:aws-cn:ssm:cn-north-1::document/AWS-RunShellScript",
    }
    assert sent["ReadResultsOfCommands"]["Action"] == "ssm:GetCommandInvocation"


def test_no_remedy_but_the_replacement_is_on_by_default() -> None:
    read = PitstopSettings.model_validate(values(deployed())["settings"])
    assert (read.reboot.enabled, read.restart.enabled, read.webhook.url) == (False, False, "")


def test_a_remedy_that_is_switched_on_keeps_the_other_settings_of_its_block() -> None:
    url = "https://repair.example.com/nodes"
    given = values(
        deployed(
            reboot=True,
            restartServices=True,
            webhook=url,
            webhookSecret="repair",
            settings={"reboot": {"timeout": "5m"}, "webhook": {"attempts": 2}},
        )
    )
    read = PitstopSettings.model_validate(given["settings"])
    assert (read.reboot.enabled, read.reboot.timeout, read.restart.enabled) == (True, 300.0, True)
    assert (read.webhook.url, read.webhook.attempts) == (url, 2)
    assert given["webhookSecret"] == {"name": "repair"}


@pytest.mark.parametrize(
    ("own", "message"),
    [
        (
            {"settings": {"restart": {"enabled": True}}},
            "is what remediation.pitstop.restartServices says; write it there",
        ),
        (
            {"webhookSecret": "repair"},
            "must name the webhook that webhookSecret is for, or leave webhookSecret out",
        ),
        (
            {"webhook": "http://repair.example.com"},
            "must be an https URL without a password, such as https://repair.example.com/nodes",
        ),
        (
            {"webhook": "https://user:word@repair.example.com"},
            "must be an https URL without a password, such as https://repair.example.com/nodes",
        ),
    ],
)
def test_a_remedy_that_the_stack_could_not_serve_is_refused(own: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the whole message is compared
        RemediationSettings.model_validate({"engine": "pitstop", "pitstop": {"image": IMAGE, **own}})
    assert f"{message} [" in str(error.value)


def test_services_are_restarted_only_on_a_cluster_that_the_stack_made_on_aws() -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the whole message is compared
        deployed(on_aws=False, restartServices=True)
    assert str(error.value) == (
        "remediation.pitstop.restartServices needs a cluster that the stack made on AWS; set it to false"
    )
