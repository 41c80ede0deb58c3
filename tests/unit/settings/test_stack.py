"""One configuration is read once, and everything that is wrong with it is said at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from components.cluster import versions
from components.cluster.versions import Version
from components.secret_text import secret
from settings import Config, ConfigError, from_files, parse
from tests.unit.settings.configuration import OWN, configured, problems_of

ROOT = Path(__file__).resolve().parents[3]


def test_the_smallest_configuration_takes_the_defaults() -> None:
    stack = parse(configured())
    assert stack.cluster_name == "p-test"
    assert stack.aws_region == "eu-west-1"
    assert stack.settings.remediation.engine == "draino"
    assert stack.settings.network.nat == "single"


def test_default_tags_are_those_of_the_provider() -> None:
    tags = {"Owner": "me", "selfdriving:cluster": "p-test"}
    assert parse(configured(aws__defaultTags={"tags": tags})).tags == tags


@pytest.mark.parametrize("tags", [None, {"tags": {}}, {"tags": {"selfdriving:cluster": "another"}}])
def test_the_tag_that_leftovers_are_found_by_is_required(tags: dict[str, Any] | None) -> None:
    (problem,) = problems_of(configured(aws__defaultTags=tags))
    assert problem.startswith("aws:defaultTags.tags.selfdriving:cluster = ")
    assert "must be p-test: by this tag `make leftovers` finds" in problem


@pytest.mark.parametrize("stack", ["sandbox", "prod", "dev", "local"])
def test_the_stack_files_of_this_repository_make_sense_once_people_are_named(stack: str) -> None:
    config = from_files(ROOT, stack)
    values = dict(config.values)
    if stack != "local":
        values["self-driving-eks:billing"] = {"email": "team@example.com"}
    if stack == "dev":
        values["self-driving-eks:cluster"] = {"publicAccess": True, "publicAccessCidrs": ["203.0.113.7/32"]}
    parsed = parse(Config(config.project, stack, values))
    assert parsed.cluster_name == f"self-driving-eks-{stack}"


def test_dev_asks_for_what_it_can_not_know() -> None:
    endpoint, bill = problems_of(from_files(ROOT, "dev"))
    assert endpoint.startswith('cluster = {"publicAccess": true}: publicAccessCidrs must be set')
    assert bill.startswith('billing = {"monthlyLimitUsd": 300.0}: names nobody to tell when the bill grows')


def test_an_unknown_key_is_told_with_the_nearest_known_one() -> None:
    assert problems_of(configured(p__netwrk={"cidr": "10.0.0.0/16"})) == [
        'netwrk = {"cidr": "10.0.0.0/16"}: is not a setting; did you mean network?'
    ]


def test_an_unknown_key_inside_of_a_block_is_told_with_its_path() -> None:
    assert problems_of(configured(p__network={"cidrBlock": "10.0.0.0/16", "natGateway": "single"})) == [
        'network.cidrBlock = "10.0.0.0/16": is not a setting; did you mean network.cidr?',
        'network.natGateway = "single": is not a setting; did you mean network.nat?',
    ]


def test_an_unknown_key_of_a_node_group_is_told_with_its_name() -> None:
    group = {"instanceTypes": ["t3.large"], "maxsize": 3}
    assert problems_of(configured(p__nodeGroups={"web": group})) == [
        "nodeGroups.web.maxsize = 3: is not a setting; did you mean nodeGroups.web.maxSize?"
    ]


def test_a_key_that_resembles_nothing_is_told_with_all_known_ones() -> None:
    (problem,) = problems_of(configured(p__kubeconfig={"zzz": 1}))
    assert problem.endswith("is not a setting; the known ones here are kubeconfig.context, kubeconfig.path")


def test_all_problems_of_one_configuration_are_told_at_once() -> None:
    problems = problems_of(
        configured(
            p__network={"nat": "two", "zones": 7},
            p__nodeGroups={"default": {"instanceTypes": ["t3.lrge"], "maxSize": "many"}},
            p__typo=1,
        )
    )
    assert [problem.split(" = ")[0] for problem in problems] == [
        "typo",
        "network.zones",
        "network.nat",
        "nodeGroups.default.instanceTypes",
        "nodeGroups.default.maxSize",
    ]
    assert "must be one of 'none', 'single' or 'perZone'" in problems[2]
    assert "must be a whole number" in problems[4]


def test_a_broken_block_hides_nothing_about_the_others() -> None:
    problems = problems_of(
        configured(aws__region=None, aws__defaultTags=None, p__billing={}, p__network={"nat": "two"})
    )
    assert [problem.split(" = ")[0] for problem in problems] == [
        "network.nat",
        "aws:region",
        "aws:defaultTags.tags.selfdriving:cluster",
        "billing",
    ]


@pytest.mark.parametrize(
    ("key", "block", "expected"),
    [
        ("p__nodeGroups", {"default": {}}, "nodeGroups.default.instanceTypes"),
        ("p__billing", {"email": "nobody"}, "billing.email"),
        ("p__target", "moon", "target"),
    ],
)
def test_a_broken_block_is_told_once(key: str, block: object, expected: str) -> None:
    (problem,) = problems_of(configured(**{key: block}))
    assert problem.startswith(f"{expected} = ")


def test_the_message_counts_and_says_that_nothing_was_created() -> None:
    with pytest.raises(ConfigError) as raised:
        parse(configured(p__network={"nat": "two"}))
    assert str(raised.value) == (
        "The configuration of stack test has a problem; nothing was created:\n"
        "  1. network.nat = \"two\": must be one of 'none', 'single' or 'perZone'"
    )


def test_a_missing_region_is_told_with_the_command_that_sets_it() -> None:
    assert problems_of(configured(aws__region=None)) == [
        "aws:region = (not set): is required with target aws; run `pulumi config set aws:region eu-west-1`"
    ]


def test_a_region_must_look_like_one() -> None:
    assert problems_of(configured(aws__region="Ireland")) == [
        'aws:region = "Ireland": must be the name of a region, such as eu-west-1'
    ]


def test_a_zone_must_be_in_the_region() -> None:
    assert problems_of(configured(p__network={"zones": ["eu-west-1a", "use1-az1"]})) == [
        'network.zones = "use1-az1": must be in eu-west-1, the region of aws:region; change one'
    ]


def test_a_default_version_that_grew_old_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        versions, "calendar", lambda: [Version("1.35", *[date(2020, 1, day) for day in (1, 2, 3)])]
    )
    assert problems_of(configured()) == [
        (
            'cluster.version = "1.35": must be a supported version; EKS ended all support of 1.35 on '
            "2020-01-03; run `make facts` to see which there are"
        )
    ]
    assert parse(Config("p", "test", {"p:target": "kubeconfig"})).region is None


def test_a_cluster_without_nodes_is_refused() -> None:
    (problem,) = problems_of(configured(p__nodeGroups={}))
    assert problem.startswith("nodeGroups = {}: must name at least one node group")


def test_a_cluster_where_every_group_is_tainted_is_refused() -> None:
    group = {"instanceTypes": ["t3.large"], "taints": [{"key": "team"}]}
    (problem,) = problems_of(configured(p__nodeGroups={"web": group}))
    assert problem.startswith('nodeGroups = ["web"]: must have one group with nodes from the start')


def test_nobody_to_tell_about_the_bill_is_refused() -> None:
    (problem,) = problems_of(configured(p__billing={}))
    assert problem.startswith("billing = {}: names nobody to tell when the bill grows; set billing.email")


def test_two_remediators_on_one_node_group_are_refused() -> None:
    (problem,) = problems_of(
        configured(p__nodeGroups={"web": {"instanceTypes": ["t3.large"], "nodeRepair": True}})
    )
    assert problem.startswith("nodeGroups.web.nodeRepair = true: set it to false, or remediation.engine to")


def test_a_condition_that_only_the_agent_sets_needs_the_agent() -> None:
    remediation = {"conditions": ["KernelReady=False,10m"]}
    (problem,) = problems_of(configured(p__remediation=remediation))
    assert problem.startswith('remediation.conditions = "KernelReady=False,10m": would never happen')
    with_agent = parse(configured(p__remediation=remediation, p__cluster={"nodeMonitoringAgent": True}))
    assert len(with_agent.settings.remediation.conditions) == 1


def test_aws_settings_mean_nothing_without_aws() -> None:
    problems = problems_of(configured(p__target="kubeconfig", p__network={"zones": 3}))
    assert [problem.split(" = ")[0] for problem in problems] == ["network", "nodeGroups", "billing"]


def test_a_kubeconfig_means_nothing_with_aws() -> None:
    (problem,) = problems_of(configured(p__kubeconfig={"context": "kind"}))
    assert problem.startswith('kubeconfig = {"context": "kind"}: has no meaning with target aws')


@pytest.mark.parametrize(
    ("tags", "message"),
    [
        ({"tags": {"aws:x": "y", **OWN}}, "must not begin with aws:"),
        ({"tags": {"Cost": 7, **OWN}}, "must be text; put it in quotes"),
        ({"Owner": "me"}, "must be a block with the one key tags"),
    ],
)
def test_tags_that_aws_would_refuse_are_told(tags: dict[str, Any], message: str) -> None:
    (problem,) = problems_of(configured(aws__defaultTags=tags))
    assert message in problem


def test_a_secret_value_is_never_shown() -> None:
    (problem,) = problems_of(configured(p__webhookUrl="https://hooks.example.com/secret"))
    assert problem.startswith("webhookUrl = (not shown)")


def test_a_service_that_needs_aws_is_refused_elsewhere() -> None:
    config = Config(
        "p",
        "local",
        {
            "p:target": "kubeconfig",
            "p:services": {"externalDns": {"enabled": True, "hostedZoneIds": ["Z1234567"]}},
        },
    )
    assert problems_of(config) == [
        "services.externalDns.enabled = true: needs a cluster on AWS; set it to false, or set target to aws"
    ]


def test_a_service_that_reads_metrics_is_refused_where_nobody_serves_them() -> None:
    wanted = {"verticalAutoscaler": {"enabled": True}}
    config = configured(p__services=wanted, p__observability={"enabled": False})
    assert problems_of(config) == [
        (
            "services.verticalAutoscaler.enabled = true: needs the metrics API; set it to false, or set "
            "observability.enabled to true"
        )
    ]
    assert parse(configured(p__services=wanted)).settings.services.vertical_autoscaler.enabled


@pytest.mark.parametrize(
    ("target", "strategy", "fix"),
    [
        (
            "aws",
            "leave",
            "is what cluster.nodeScaler decides, owner beside Karpenter and else autoScaling; remove it",
        ),
        ("kubeconfig", "owner", "needs a cluster that the stack made on AWS; write leave or deleteNode"),
    ],
)
def test_who_replaces_nodes_is_decided_by_the_cluster(target: str, strategy: str, fix: str) -> None:
    pitstop = {"image": "r.example/pitstop:v1", "settings": {"replace": {"strategy": strategy}}}
    block = {"engine": "pitstop", "pitstop": pitstop}
    config = (
        configured(p__remediation=block)
        if target == "aws"
        else Config("p", "test", {"p:target": "kubeconfig", "p:remediation": block})
    )
    assert problems_of(config) == [f'remediation.pitstop.settings.replace.strategy = "{strategy}": {fix}']


def test_a_value_of_a_chart_that_is_the_stack_s_is_named_by_its_key() -> None:
    services = {"headlamp": {"enabled": True, "values": {"service": {"port": 8080}}}}
    (problem,) = problems_of(configured(p__services=services))
    assert problem == (
        "services.headlamp.values.service = {\"port\": 8080}: is the stack's; remove it: the stack's command "
        "and `make dashboard` open this port"
    )


def test_no_secret_text_is_in_a_message() -> None:
    services = secret({"headlamp": {"role": "hush", "values": {"service": {"type": "hush"}}}})
    told = "\n".join(problems_of(configured(p__services=services)))
    assert "services.headlamp.role = (not shown)" in told
    services = secret({"headlamp": {"values": {"service": {"type": "hush"}}}, "argoCD": "hush"})
    told += "\n".join(problems_of(configured(p__services=services)))
    assert 'services.headlamp.values.service = {"type": "(not shown)"}' in told
    assert "hush" not in told


def test_a_version_that_is_newer_than_the_calendar_is_a_warning() -> None:
    (warning,) = parse(configured(p__cluster={"version": "1.38"})).warnings
    assert str(warning) == (
        'cluster.version = "1.38": is newer than the calendar of 2026-11-23, which ends with 1.35: nothing '
        "is known of its support; run `make facts` to ask EKS"
    )
    assert parse(configured()).warnings == ()


def test_an_instance_type_that_is_newer_than_our_list_is_a_warning() -> None:
    groups = {"general": {"instanceTypes": ["m7i.large", "m10i.large"]}}
    (warning,) = parse(configured(p__nodeGroups=groups)).warnings
    assert str(warning) == (
        'nodeGroups.general.instanceTypes = "m10i.large": is newer than the list of 2026-01-22: its size is '
        "not known; run `make facts` to ask EC2"
    )


def test_a_family_that_is_newer_than_our_list_is_a_warning() -> None:
    config = configured(
        p__cluster={"nodeScaler": "karpenter"},
        p__nodePools={"general": {"instanceFamilies": ["m7i", "m10i"]}},
        p__remediation={"enabled": False},
    )
    (warning,) = parse(config).warnings
    assert str(warning).startswith(
        'nodePools.general.instanceFamilies = "m10i": is newer than the list of 2026-01-22: '
    )
