"""Tags of the volumes that an instance starts with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.core.plain import UNKNOWN, Plain, Slot, slots
from guardrails.core.resource import Resource
from guardrails.tags.tag_slots import default_tags, own_tags

INSTANCE: Final = "aws:ec2/instance:Instance"
SPOT_REQUEST: Final = "aws:ec2/spotInstanceRequest:SpotInstanceRequest"
_ALL: Final = "volumeTags"
_ROOT: Final = "rootBlockDevice"
_HANDED_ON: Final = "propagateTagsToVolumeOnCreation"
"""How aws-native puts the instance's own tags on them."""


def volume_tags(instance: Resource) -> Iterator[Slot]:
    """The tags of every volume: those for all, else what each device and the default tags say.

    Default tags reach a device that the program names, and not the one that the image brings by itself.
    """
    if instance.called != instance.type:
        yield _native(instance)
    elif (said := instance.props.get(_ALL)) is not None:
        yield Slot(_ALL, said)
    else:
        yield from _devices(instance)


def _native(instance: Resource) -> Slot:
    handed_on = instance.props.get(_HANDED_ON)
    if handed_on is UNKNOWN:
        return Slot(_HANDED_ON, UNKNOWN)
    return Slot(_HANDED_ON, own_tags(instance) if handed_on is True else {})


def _devices(instance: Resource) -> Iterator[Slot]:
    default = default_tags(instance)
    devices = [*slots(instance.props, _ROOT), *slots(instance.props, "ebsBlockDevices[]")]
    for device in devices:
        yield Slot(f"{device.path}.tags", _merged(default, device.value))
    if instance.props.get(_ROOT) is None and instance.props.get("launchTemplate") is None:
        yield Slot(_ALL, {})


def _merged(default: Plain, device: Plain) -> Plain:
    own = (device.get("tags") or {}) if isinstance(device, dict) else UNKNOWN
    return default | own if isinstance(default, dict) and isinstance(own, dict) else UNKNOWN
