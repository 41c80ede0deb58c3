"""The shell around the planner: reads the cluster, does what was decided, and tells of it."""
