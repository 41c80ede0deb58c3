from cli.engine import encrypted

CONFIG = {
    "aws:region": "eu-west-1",
    "reef:services": {
        "headlamp": {"values": {"grafana.ini": {"secret": {"secure": "v1:abc"}}}},
        "keys": ["told", {"secure": "v1:def"}],
    },
    "reef:password": {"secure": "v1:ghi"},
}


def test_it_is_found_wherever_it_is_as_pulumi_writes_paths() -> None:
    assert encrypted.encrypted(CONFIG) == [
        'reef:services["headlamp"]["values"]["grafana.ini"]["secret"]',
        'reef:services["keys"][1]',
        "reef:password",
    ]


def test_a_placeholder_stands_in_its_place() -> None:
    assert encrypted.without_encrypted(CONFIG) == {
        "aws:region": "eu-west-1",
        "reef:services": {
            "headlamp": {"values": {"grafana.ini": {"secret": "not-in-the-sandbox"}}},
            "keys": ["told", "not-in-the-sandbox"],
        },
        "reef:password": "not-in-the-sandbox",
    }
