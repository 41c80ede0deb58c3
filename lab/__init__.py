"""The laboratory: a real control plane on this machine, with nodes, workloads and faults on demand."""
