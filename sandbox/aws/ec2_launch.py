"""Launch templates."""

# ruff: noqa: ARG002, D102 - the base class says what each method does and gets

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from sandbox.aws.casing import pascal
from sandbox.aws.ec2_tags import Ec2Resource, tag_specification, tags_of
from sandbox.aws.resource import Aws, register, tag_list
from sandbox.cloud.listing import by_call
from sandbox.wire.values import UNKNOWN, Properties

_METADATA: Final = {
    "httpEndpoint": "",
    "httpProtocolIpv6": "",
    "httpPutResponseHopLimit": 0,
    "httpTokens": "",
    "instanceMetadataTags": "",
}


@register
class LaunchTemplate(Ec2Resource):
    """A launch template; each change is a new version."""

    kind = "aws:ec2/launchTemplate:LaunchTemplate"
    listed = by_call("ec2", "describe_launch_templates", "LaunchTemplates", "LaunchTemplateName")
    replace_on = frozenset({"name", "namePrefix"})
    name_property = "name"
    name_limit = 125
    recomputed = frozenset({"latestVersion", "defaultVersion"})

    def create(self, aws: Aws, inputs: Properties) -> str:
        created = aws.client("ec2").create_launch_template(
            LaunchTemplateName=inputs["name"],
            VersionDescription=inputs.get("description", ""),
            LaunchTemplateData=_data(inputs),
            TagSpecifications=tag_specification("launch-template", inputs),
        )
        return str(created["LaunchTemplate"]["LaunchTemplateId"])

    def describe(self, aws: Aws, physical: str, inputs: Properties) -> Properties | None:
        found = aws.client("ec2").describe_launch_templates(LaunchTemplateIds=[physical])["LaunchTemplates"]
        if not found:
            return None
        (template,) = found
        metadata = inputs.get("metadataOptions")
        return {
            "arn": aws.arn("ec2", f"launch-template/{physical}"),
            "name": template["LaunchTemplateName"],
            "namePrefix": "",
            "defaultVersion": template["DefaultVersionNumber"],
            "latestVersion": template["LatestVersionNumber"],
            "metadataOptions": _METADATA | metadata if metadata else {},
            **tags_of(template),
        }

    def update(self, aws: Aws, physical: str, old: Properties, new: Properties) -> None:
        """Adds a version, and makes it the default where the program says so."""
        super().update(aws, physical, old, new)
        ec2 = aws.client("ec2")
        version = ec2.describe_launch_templates(LaunchTemplateIds=[physical])["LaunchTemplates"][0]
        default = new.get("defaultVersion")
        if _data(old) != _data(new):
            created = ec2.create_launch_template_version(
                LaunchTemplateId=physical,
                VersionDescription=new.get("description", ""),
                LaunchTemplateData=_data(new),
            )
            version = {"LatestVersionNumber": created["LaunchTemplateVersion"]["VersionNumber"]}
        if new.get("updateDefaultVersion"):
            default = version["LatestVersionNumber"]
        if default:
            ec2.modify_launch_template(LaunchTemplateId=physical, DefaultVersion=str(default))

    def delete(self, aws: Aws, physical: str, outputs: Properties) -> None:
        aws.client("ec2").delete_launch_template(LaunchTemplateId=physical)

    def plan(self, inputs: Properties) -> Properties:
        """What EC2 adds to metadata options."""
        given = inputs.get("metadataOptions")
        return (
            {"metadataOptions": dict.fromkeys(_METADATA, UNKNOWN) | given} if isinstance(given, dict) else {}
        )


def _device(device: Mapping[str, Any]) -> dict[str, Any]:
    """A block device; the schema has switches as text, as EC2 knows three states of them."""
    ebs = {
        key: value == "true" if value in ("true", "false") else value
        for key, value in device.get("ebs", {}).items()
        if value != ""
    }
    return {**pascal({**device, "ebs": {}}), "Ebs": pascal(ebs)}


def _tag_specification(specification: Mapping[str, Any]) -> dict[str, Any]:
    return {"ResourceType": specification["resourceType"], "Tags": tag_list(specification.get("tags"))}


_SPECIAL: Final[Mapping[str, tuple[str, Callable[[Any], Any]]]] = MappingProxyType(
    {
        "blockDeviceMappings": (
            "BlockDeviceMappings",
            lambda devices: [_device(device) for device in devices],
        ),
        "tagSpecifications": (
            "TagSpecifications",
            lambda items: [_tag_specification(item) for item in items],
        ),
        "vpcSecurityGroupIds": ("SecurityGroupIds", list),
        "ebsOptimized": ("EbsOptimized", lambda value: value in (True, "true")),
    }
)
_PLAIN: Final = (
    "creditSpecification",
    "iamInstanceProfile",
    "imageId",
    "instanceMarketOptions",
    "instanceRequirements",
    "instanceType",
    "keyName",
    "metadataOptions",
    "monitoring",
    "networkInterfaces",
    "placement",
    "userData",
)


def _data(inputs: Properties) -> dict[str, Any]:
    """EC2's LaunchTemplateData of the inputs."""
    plain = {name[0].upper() + name[1:]: pascal(inputs[name]) for name in _PLAIN if inputs.get(name)}
    special = {name: convert(inputs[key]) for key, (name, convert) in _SPECIAL.items() if inputs.get(key)}
    return plain | special
