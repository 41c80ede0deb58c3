"""Where an instance type can stand: a table of (resource type, path). A new place is one line.

The paths are those of pulumi-aws 7 and pulumi-eks 4, found by looking in their schemas for every property
called instance type, instance class or node type that launches something billed by the hour.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

_VALIDATION: Final = "validationSpecification.validationProfiles"
_SPACE_APPS: Final = ("jupyterLabAppSettings", "jupyterServerAppSettings", "kernelGatewayAppSettings")
_USER_APPS: Final = (*_SPACE_APPS, "codeEditorAppSettings", "rSessionAppSettings", "tensorBoardAppSettings")
_TUNED: Final = ("trainingJobDefinition", "trainingJobDefinitions[]")
_TRAINING: Final = (
    "resourceConfig.instanceType",
    "resourceConfig.instanceGroups[].instanceType",
    "hyperParameterTuningResourceConfig.instanceType",
    "hyperParameterTuningResourceConfig.instanceConfigs[].instanceType",
)


def _apps(settings: str, apps: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{settings}.{app}.defaultResourceSpec.instanceType" for app in apps)


INSTANCE_TYPES: Final[Mapping[str, tuple[str, ...]]] = {
    "aws:ec2/instance:Instance": ("instanceType",),
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest": ("instanceType",),
    "aws:ec2/spotFleetRequest:SpotFleetRequest": (
        "launchSpecifications[].instanceType",
        "launchTemplateConfigs[].overrides[].instanceType",
    ),
    "aws:ec2/fleet:Fleet": ("launchTemplateConfigs[].overrides[].instanceType",),
    "aws:ec2/launchTemplate:LaunchTemplate": ("instanceType",),
    "aws:ec2/launchConfiguration:LaunchConfiguration": ("instanceType",),
    "aws:ec2/capacityReservation:CapacityReservation": ("instanceType",),
    "aws:drs/replicationConfigurationTemplate:ReplicationConfigurationTemplate": (
        "replicationServerInstanceType",
    ),
    "aws:m2/environment:Environment": ("instanceType",),
    "aws:pipes/pipe:Pipe": ("targetParameters.batchJobParameters.containerOverrides.instanceType",),
    "aws:ec2/dedicatedHost:DedicatedHost": ("instanceType",),
    "aws:autoscaling/group:Group": ("mixedInstancesPolicy.launchTemplate.overrides[].instanceType",),
    "aws:eks/nodeGroup:NodeGroup": ("instanceTypes[]",),
    "eks:index:Cluster": (
        "instanceType",
        "nodeGroupOptions.instanceType",
    ),
    "eks:index:NodeGroup": ("instanceType",),
    "eks:index:NodeGroupV2": ("instanceType",),
    "eks:index:ManagedNodeGroup": ("instanceTypes[]",),
    "aws:batch/computeEnvironment:ComputeEnvironment": ("computeResources.instanceTypes[]",),
    "aws:codebuild/fleet:Fleet": ("computeConfiguration.instanceType",),
    "aws:gamelift/fleet:Fleet": ("ec2InstanceType",),
    "aws:gamelift/gameServerGroup:GameServerGroup": ("instanceDefinitions[].instanceType",),
    "aws:imagebuilder/infrastructureConfiguration:InfrastructureConfiguration": ("instanceTypes[]",),
    "aws:emr/cluster:Cluster": (
        "masterInstanceGroup.instanceType",
        "coreInstanceGroup.instanceType",
        "masterInstanceFleet.instanceTypeConfigs[].instanceType",
        "coreInstanceFleet.instanceTypeConfigs[].instanceType",
    ),
    "aws:emr/instanceGroup:InstanceGroup": ("instanceType",),
    "aws:emr/instanceFleet:InstanceFleet": ("instanceTypeConfigs[].instanceType",),
    "aws:rds/instance:Instance": ("instanceClass",),
    "aws:rds/clusterInstance:ClusterInstance": ("instanceClass",),
    "aws:rds/cluster:Cluster": ("dbClusterInstanceClass",),
    "aws:docdb/clusterInstance:ClusterInstance": ("instanceClass",),
    "aws:neptune/clusterInstance:ClusterInstance": ("instanceClass",),
    "aws:elasticache/cluster:Cluster": ("nodeType",),
    "aws:elasticache/replicationGroup:ReplicationGroup": ("nodeType",),
    "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup": ("cacheNodeType",),
    "aws:memorydb/cluster:Cluster": ("nodeType",),
    "aws:memorydb/multiRegionCluster:MultiRegionCluster": ("nodeType",),
    "aws:dax/cluster:Cluster": ("nodeType",),
    "aws:opensearch/domain:Domain": (
        "clusterConfig.instanceType",
        "clusterConfig.dedicatedMasterType",
        "clusterConfig.warmType",
        "clusterConfig.nodeOptions[].nodeConfig.type",
    ),
    "aws:elasticsearch/domain:Domain": (
        "clusterConfig.instanceType",
        "clusterConfig.dedicatedMasterType",
        "clusterConfig.warmType",
    ),
    "aws:redshift/cluster:Cluster": ("nodeType",),
    "aws:redshift/scheduledAction:ScheduledAction": ("targetAction.resizeCluster.nodeType",),
    "aws:msk/cluster:Cluster": ("brokerNodeGroupInfo.instanceType",),
    "aws:mq/broker:Broker": ("hostInstanceType",),
    "aws:dms/replicationInstance:ReplicationInstance": ("replicationInstanceClass",),
    "aws:sagemaker/notebookInstance:NotebookInstance": ("instanceType",),
    "aws:sagemaker/endpointConfiguration:EndpointConfiguration": (
        "productionVariants[].instanceType",
        "shadowProductionVariants[].instanceType",
    ),
    "aws:sagemaker/app:App": ("resourceSpec.instanceType",),
    "aws:sagemaker/trainingJob:TrainingJob": (
        "resourceConfig.instanceType",
        "resourceConfig.instanceGroups[].instanceType",
        "debugRuleConfigurations[].instanceType",
        "profilerRuleConfigurations[].instanceType",
    ),
    "aws:sagemaker/algorithm:Algorithm": (
        f"{_VALIDATION}.trainingJobDefinition.resourceConfig.instanceType",
        f"{_VALIDATION}.trainingJobDefinition.resourceConfig.instanceGroups[].instanceType",
        f"{_VALIDATION}.transformJobDefinition.transformResources.instanceType",
    ),
    "aws:sagemaker/domain:Domain": (
        *_apps("defaultUserSettings", _USER_APPS),
        *_apps("defaultSpaceSettings", _SPACE_APPS),
        "domainSettings.rStudioServerProDomainSettings.defaultResourceSpec.instanceType",
    ),
    "aws:sagemaker/space:Space": _apps("spaceSettings", (*_SPACE_APPS, "codeEditorAppSettings")),
    "aws:sagemaker/userProfile:UserProfile": _apps("userSettings", _USER_APPS),
    "aws:sagemaker/hyperParameterTuningJob:HyperParameterTuningJob": (
        *(f"{definition}.{path}" for definition in _TUNED for path in _TRAINING),
    ),
    "aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition": (
        "jobResources.clusterConfig.instanceType",
    ),
    "aws:sagemaker/monitoringSchedule:MonitoringSchedule": (
        "monitoringScheduleConfig.monitoringJobDefinition.monitoringResources.clusterConfig.instanceType",
    ),
    "aws:cloud9/environmentEC2:EnvironmentEC2": ("instanceType",),
}

INSTANCE_REQUIREMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "aws:ec2/launchTemplate:LaunchTemplate": ("instanceRequirements",),
    "aws:ec2/spotFleetRequest:SpotFleetRequest": (
        "launchTemplateConfigs[].overrides[].instanceRequirements",
    ),
    "aws:ec2/fleet:Fleet": ("launchTemplateConfigs[].overrides[].instanceRequirements",),
    "aws:autoscaling/group:Group": ("mixedInstancesPolicy.launchTemplate.overrides[].instanceRequirements",),
    "aws:ecs/capacityProvider:CapacityProvider": (
        "managedInstancesProvider.instanceLaunchTemplate.instanceRequirements",
    ),
    "aws:lambda/capacityProvider:CapacityProvider": ("instanceRequirements[]",),
}
"""Where EC2 itself chooses the type, by attributes."""
