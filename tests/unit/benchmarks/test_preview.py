"""Two programs are compared, of which one is plain."""

from __future__ import annotations

from benchmarks.preview import Comparison, plain_program
from tests.unit.components.cloud import deploy


def test_the_ratio_is_the_median_over_the_pairs() -> None:
    # The machine was busy during the second pair, and in the third with this program alone.
    assert Comparison(84, whole=[6.0, 12.0, 20.0], plain=[5.0, 10.0, 5.0]).ratio == 1.2


def test_medians_ranges_and_the_limit_are_told() -> None:
    assert Comparison(84, whole=[6.0, 12.0, 7.0], plain=[5.0, 10.0, 5.0]).lines() == [
        "84 resources, 3 previews of each program in turn",
        "this program:       median 7.00 s (6.00 to 12.00)",
        "as many plain ones: median 5.00 s (5.00 to 10.00)",
        "ratio, median of the pairs: 1.20 (limit 1.3)",
    ]


def test_the_plain_program_has_as_many_resources_with_the_stack_and_none_waits_for_another() -> None:
    program = compile(plain_program(5), "plain", "exec")
    declared = deploy(lambda: exec(program, {})).resources  # noqa: S102  (it is the benchmark's own)
    assert len(declared) == 4
    assert {resource.type for resource in declared} == {"aws:ec2/securityGroup:SecurityGroup"}
    assert not any(resource.dependencies for resource in declared)
