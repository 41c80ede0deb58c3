"""Keys of AWS tags by which this program finds what is a cluster's."""

from __future__ import annotations

CLUSTER_TAG = "selfdriving:cluster"
"""On everything in AWS that belongs to a cluster: by it, what a lost state leaves behind is found."""
EKS_CLUSTER_TAG = "eks:cluster-name"
"""From EKS on its node groups, launch templates, Auto Scaling groups and their instances; on Karpenter's
instances from this program. Its value is the cluster's name."""
