"""The provider ``eks``: the component eks:index:Cluster, made of the same children that pulumi-eks makes."""
