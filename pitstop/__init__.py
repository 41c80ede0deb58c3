"""pitstop: takes sick Kubernetes nodes off the road, moves their pods, and brings a fresh node."""
