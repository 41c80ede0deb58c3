"""Every resource type and function of the provider: importing a module registers what is in it."""

from sandbox.providers.aws import ec2_network as ec2_network
from sandbox.providers.aws import eks_cluster as eks_cluster
from sandbox.providers.aws import eks_node_group as eks_node_group
from sandbox.providers.aws import iam_roles as iam_roles
