import json

from cli.engine import deployment
from cli.engine.deployment import Deployment

STACK = {"type": "pulumi:pulumi:Stack", "outputs": {"region": "eu-west-1"}}
ROLE = {"type": "aws:iam/role:Role"}


def exported(*resources: object) -> str:
    return json.dumps({"version": 3, "deployment": {"resources": list(resources)}})


def test_a_stacks_outputs_are_those_of_its_root_and_its_resources_are_counted_by_type() -> None:
    found = deployment.read(exported(STACK, ROLE, ROLE, {"type": "pulumi:providers:aws"}))
    assert found == Deployment(
        outputs={"region": "eu-west-1"}, counts={"aws:iam/role:Role": 2, "pulumi:providers:aws": 1}
    )


def test_an_empty_stack_has_nothing() -> None:
    nothing = Deployment(outputs={}, counts={})
    assert deployment.read(exported()) == nothing
    assert deployment.read('{"version": 3, "deployment": {}}') == nothing
    assert deployment.read(exported({"type": "pulumi:pulumi:Stack"})) == nothing
