from datetime import date, timedelta

import pytest

from components.cluster.versions import Support, Version, calendar, newer_than_known, problem

TODAY = date(2026, 11, 23)


def test_a_version_in_standard_support_is_fine() -> None:
    assert problem("1.35", "standard", TODAY) is None


@pytest.mark.parametrize(
    ("minor", "support", "message"),
    [
        (
            "1.33",
            "standard",
            (
                "must be in standard support, which ended for 1.33 on 2026-07-29; write 1.35 or 1.34, "
                "or set upgradePolicy: extended at six times the control plane's price"
            ),
        ),
        (
            "1.30",
            "extended",
            "must be a supported version; EKS ended all support of 1.30 on 2026-07-23; write 1.35 or 1.34",
        ),
        ("1.29", "standard", "must be a version that EKS supports, not '1.29'; write 1.35 or 1.34"),
        ("1.29", "extended", "must be a version that EKS supports, not '1.29'; write 1.35 or 1.34"),
    ],
)
def test_a_version_that_will_not_do_names_the_newest(minor: str, support: Support, message: str) -> None:
    assert problem(minor, support, TODAY) == message


def test_extended_support_is_a_choice() -> None:
    assert problem("1.33", "extended", TODAY) is None


@pytest.mark.parametrize("version", calendar(), ids=lambda version: version.minor)
def test_the_last_day_of_a_support_still_counts(version: Version) -> None:
    assert problem(version.minor, "standard", version.standard_ends) is None
    assert problem(version.minor, "extended", version.extended_ends) is None
    day = timedelta(days=1)
    assert "must be in standard support" in str(
        problem(version.minor, "standard", version.standard_ends + day)
    )
    assert "ended all support" in str(problem(version.minor, "extended", version.extended_ends + day))


def test_a_calendar_that_ran_out_says_so() -> None:
    assert problem("1.35", "standard", date(2030, 1, 1)) == (
        "must be a supported version; EKS ended all support of 1.35 on 2028-03-27; "
        "run `make facts` to see which there are"
    )


@pytest.mark.parametrize("minor", ["1.36", "1.37", "1.38", "1.99", "1.100", "2.0"])
@pytest.mark.parametrize("support", ["standard", "extended"])
def test_a_version_that_is_newer_than_the_calendar_is_taken_with_a_warning(
    minor: str, support: Support
) -> None:
    assert problem(minor, support, TODAY) is None
    assert newer_than_known(minor) == (
        "is newer than the calendar of 2026-11-23, which ends with 1.35: nothing is known of its support; "
        "run `make facts` to ask EKS"
    )


@pytest.mark.parametrize("minor", [version.minor for version in calendar()] + ["1.29", "1.9", "soon"])
def test_of_any_other_version_all_is_known(minor: str) -> None:
    assert newer_than_known(minor) is None


@pytest.mark.parametrize(
    "minor", ["", "1", "1.", "v1.36", "1.36.1", "1.036", "1.3x", "99", "1.36 ", "latest"]
)
def test_what_is_no_version_is_refused(minor: str) -> None:
    assert problem(minor, "standard", TODAY) == (
        f"must be a minor version of Kubernetes, not {minor!r}; write 1.35 or 1.34"
    )


def test_the_calendar_is_in_order() -> None:
    assert [version.minor for version in calendar()] == sorted(version.minor for version in calendar())
    assert all(version.released < version.standard_ends < version.extended_ends for version in calendar())
