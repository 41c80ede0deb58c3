import io
from pathlib import Path

from rich.console import Console

from cli.engine import summary
from cli.engine.deployment import Deployment
from cli.engine.target import Target, choose

CLUSTER = Deployment(
    outputs={
        "region": "eu-west-1",
        "clusterName": "reef",
        "kubeconfig": "apiVersion: v1",
        "secret": {"ciphertext": "..."},
        "commands": {"grafana": "kubectl port-forward svc/grafana 3000:80"},
    },
    counts={"aws:eks/cluster:Cluster": 1, "aws:eks/nodeGroup:NodeGroup": 2, "pulumi:providers:aws": 3},
)
NETWORK = Deployment(outputs={}, counts={"aws:ec2/vpc:Vpc": 1, "pulumi:providers:aws": 1})


def console() -> Console:
    return Console(file=io.StringIO(), width=80, no_color=True, highlight=False)


def said(to: Console) -> list[str]:
    assert isinstance(to.file, io.StringIO)
    return [line.rstrip() for line in to.file.getvalue().splitlines() if line.strip()]


def test_a_person_sees_plain_outputs_and_the_parts_of_a_cluster(sandbox: Target) -> None:
    to = console()
    summary.what_exists(sandbox, CLUSTER, to)
    assert said(to) == [
        "Stack sandbox",
        "  clusterName    reef",
        "  region         eu-west-1",
        "  resources      1 EKS cluster, 2 node groups, 3 others",
    ]


def test_what_is_one_is_not_called_many(dev: Target) -> None:
    to = console()
    summary.what_exists(dev, NETWORK, to)
    assert said(to) == ["Stack dev", "  resources    1 VPC, 1 other"]


def test_after_up_in_the_sandbox_a_person_can_look_into_its_aws(sandbox: Target) -> None:
    to = console()
    summary.what_next(sandbox, CLUSTER, "http://127.0.0.1:5000", to)
    look = (
        "    AWS_ACCESS_KEY_ID=sandbox AWS_SECRET_ACCESS_KEY=sandbox .tools/venv/bin/aws"
        " --endpoint-url http://127.0.0.1:5000 --region eu-west-1 ec2 describe-vpcs"
    )
    assert said(to) == [
        "Next",
        "  look at what was built, with any aws command:",
        '    make aws ARGS="ec2 describe-vpcs"',
        "  the same without make:",
        look,
        "  remove everything:",
        "    make destroy",
        "After `make up STACK=dev` on AWS, where the cluster runs, also",
        "  reach the cluster with kubectl:",
        "    make kubeconfig STACK=dev && export KUBECONFIG=$PWD/kubeconfig-dev.yaml",
        "  open grafana at http://localhost:3000:",
        "    make grafana STACK=dev",
    ]


def test_after_up_elsewhere_a_person_can_reach_the_cluster_and_what_runs_in_it(dev: Target) -> None:
    to = console()
    summary.what_next(dev, CLUSTER, None, to)
    assert said(to) == [
        "Next",
        "  reach the cluster with kubectl:",
        "    make kubeconfig STACK=dev && export KUBECONFIG=$PWD/kubeconfig-dev.yaml",
        "  open grafana at http://localhost:3000:",
        "    make grafana STACK=dev",
        "  remove everything:",
        "    make destroy STACK=dev",
    ]


def test_a_stack_without_a_cluster_has_nothing_to_reach(dev: Target) -> None:
    to = console()
    summary.what_next(dev, NETWORK, None, to)
    assert said(to) == ["Next", "  remove everything:", "    make destroy STACK=dev"]


def test_a_stack_that_was_taken_into_the_sandbox_stays_there(root: Path) -> None:
    to = console()
    summary.after_preview(choose("prod", root, {"SANDBOX": "1"}), to)
    assert said(to) == ["Next", "  make it so:", "    SANDBOX=1 make up STACK=prod"]


def test_what_stands_in_for_a_persons_values_is_told(dev: Target) -> None:
    to = console()
    summary.what_is_an_example(dev, {"a.b[0]": "1", "c": "2"}, to)
    assert said(to) == ["Pulumi.dev.yaml leaves these to you; here they are examples: a.b[0] = 1, c = 2."]


def test_nothing_is_told_where_a_person_has_said_all(dev: Target) -> None:
    to = console()
    summary.what_is_an_example(dev, {}, to)
    assert said(to) == []


def test_what_a_destroy_did_not_make_and_did_not_remove_is_named(sandbox: Target) -> None:
    to = console()
    summary.what_is_left(sandbox, {"ec2 Volumes in us-east-1": ["vol-1", "vol-2"]}, to)
    assert said(to) == [
        "The stack sandbox is gone, but not all that was made beside it:",
        "  ec2 Volumes in us-east-1: vol-1, vol-2",
        "Next",
        "  list what is tagged as the cluster's, and delete it:",
        "    make leftovers ARGS=--delete",
        "  look once more:",
        "    make destroy",
    ]


def test_after_destroy_one_line_says_so(dev: Target) -> None:
    to = console()
    summary.after_destroy(dev, to)
    assert said(to) == ["All of dev is gone."]
