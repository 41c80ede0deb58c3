"""The providers ``aws``, ``eks`` and ``kubernetes``, answered on this machine: one process, no account,
no cluster."""
