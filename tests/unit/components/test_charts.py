from pathlib import Path

import pytest
import yaml

from components import charts
from components.charts import Chart

ALL = [value for value in vars(charts).values() if isinstance(value, Chart)]


def test_a_chart_in_an_https_repository_goes_by_its_name_and_its_repository() -> None:
    chart = Chart("tool", "1.2.3", "https://charts.example")
    assert (chart.reference, chart.https_repository) == ("tool", "https://charts.example")


def test_a_chart_in_a_registry_goes_by_its_whole_reference() -> None:
    chart = Chart("tool", "1.2.3", "oci://registry.example/charts")
    assert (chart.reference, chart.https_repository) == ("oci://registry.example/charts/tool", None)


def test_a_chart_of_this_repository_goes_by_a_path_that_is_the_same_on_every_machine() -> None:
    chart = Chart("tool", "1.2.3", None)
    assert (chart.reference, chart.https_repository) == ("./charts/tool", None)


@pytest.mark.parametrize(
    "chart", [chart for chart in ALL if chart.repository is None], ids=lambda chart: chart.name
)
def test_the_catalogue_and_a_chart_of_this_repository_name_the_same_version(chart: Chart) -> None:
    declared = yaml.safe_load(Path(chart.reference, "Chart.yaml").read_text())
    assert (declared["name"], declared["version"]) == (chart.name, chart.version)


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: chart.name)
def test_every_version_is_exact(chart: Chart) -> None:
    assert not set(chart.version) & set("^~*><= x|")
