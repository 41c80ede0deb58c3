from typing import Any

from components.karpenter.node_class import ec2_node_class
from components.node_pools.settings import NodePoolSettings


def spec(**written: Any) -> dict[str, Any]:
    return dict(
        ec2_node_class(
            NodePoolSettings.model_validate({"instanceFamilies": ["m7i"], **written}),
            cluster="dev",
            subnets=[{"id": "subnet-1"}, {"id": "subnet-2"}],
            security_group_id="sg-1",
            instance_profile="profile",
            tags={"Owner": "me"},
        )
    )


def test_a_node_has_an_encrypted_disk_and_a_metadata_service_that_pods_do_not_reach() -> None:
    made = spec()
    assert made["blockDeviceMappings"] == [
        {
            "deviceName": "/dev/xvda",
            "ebs": {
                "volumeType": "gp3",
                "volumeSize": "50Gi",
                "encrypted": True,
                "deleteOnTermination": True,
            },
        }
    ]
    assert made["metadataOptions"] == {
        "httpEndpoint": "enabled",
        "httpProtocolIPv6": "disabled",
        "httpPutResponseHopLimit": 1,
        "httpTokens": "required",
    }


def test_it_stands_in_the_subnets_and_the_security_group_of_the_cluster() -> None:
    made = spec()
    assert made["subnetSelectorTerms"] == [{"id": "subnet-1"}, {"id": "subnet-2"}]
    assert made["securityGroupSelectorTerms"] == [{"id": "sg-1"}]
    assert made["instanceProfile"] == "profile"


def test_it_takes_as_many_pods_as_the_cni_has_addresses_for() -> None:
    assert spec()["kubelet"] == {"maxPods": 110}


def test_it_carries_the_tags_that_leftovers_and_pitstop_look_for() -> None:
    assert spec()["tags"] == {"eks:cluster-name": "dev", "Owner": "me"}


def test_bottlerocket_has_its_pods_on_a_second_disk() -> None:
    made = spec(amiFamily="Bottlerocket", amiVersion="v1.50.0", diskGib=80)
    assert made["amiSelectorTerms"] == [{"alias": "bottlerocket@v1.50.0"}]
    sizes = {disk["deviceName"]: disk["ebs"]["volumeSize"] for disk in made["blockDeviceMappings"]}
    assert sizes == {"/dev/xvda": "4Gi", "/dev/xvdb": "80Gi"}


def test_the_image_is_the_newest_unless_it_is_held() -> None:
    assert spec()["amiSelectorTerms"] == [{"alias": "al2023@latest"}]
    assert spec(amiVersion="v20260801")["amiSelectorTerms"] == [{"alias": "al2023@v20260801"}]
