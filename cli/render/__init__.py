"""`make render`: the desired state of the cluster services, as plain manifests for a git repository."""
