"""What the kernel says that matters to a node: messages that are told, and the few that end its life.

Each pattern is RE2 and reaches to the end of the line, as node-problem-detector wants it. The messages are
those of kernels 5.10 to 6.18, by the ``pr_*`` and ``printk`` calls of their sources.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from components.remediation.monitor_definitions import KernelMonitor, LogRule, NodeCondition

EVENTS: Final = KernelMonitor(
    name="kernel-log",
    # A restart of the detector tells the last minutes again, and nothing older.
    lookback=timedelta(minutes=5),
    conditions=(),
    rules=(
        # EBS and NFS stalls end, and AWS leaves them time on purpose: the task then goes on.
        LogRule("TaskHung", r"INFO: task .+:\d+ blocked (?:in I/O wait )?for more than \d+ seconds\."),
        LogRule("SoftLockup", r"BUG: soft lockup - CPU#\d+ stuck for \d+s! \[.+\]"),
        LogRule("RcuStall", r"rcu: INFO: rcu_\w+ (?:self-)?detected stalls? on .*"),
        LogRule("KernelOops", r"BUG: (?:unable to handle|kernel NULL pointer dereference).*"),
        # A memory cgroup's own limit says "Memory cgroup out of memory": the workload's business.
        LogRule(
            "OOMKilling",
            r"Out of memory(?: \(oom_kill_allocating_task\))?: Killed process \d+ \(.+\).*",
        ),
        LogRule("IOError", r"(?:Buffer )?I/O error(?: on|,) dev(?:ice)? \S+,.*"),
        LogRule("MediumError", r"critical medium error, dev \S+,.*"),
        LogRule("NvmeTimeout", r"nvme nvme\d+: I/O .*timeout, (?:aborting|reset controller).*"),
        LogRule("NvmeDisabled", r"nvme nvme\d+: Disabling device after reset failure: -?\d+"),
        LogRule("Ext4Error", r"EXT4-fs error \(device \S+\):? .*"),
        LogRule("JournalAborted", r"Aborting journal on device \S+\."),
        # Whose disk it was, a message does not say: the node's own are looked at by checks.
        LogRule("FilesystemIsReadOnly", r"EXT4-fs \(\S+\): Remounting filesystem read-only"),
        LogRule(
            "XfsHasShutDown",
            r"XFS \(\S+\): (?:Filesystem has been shut down due to .+|.* [Ss]hutting down filesystem\.?)",
        ),
        LogRule("ConntrackFull", r"nf_conntrack: table full, dropping packet\.?"),
        LogRule("EnaWatchdog", r"ena \S+(?: \S+)?: Keep alive watchdog timeout\.?"),
        LogRule("NfsNotResponding", r"nfs: server \S+ not responding, (?:still trying|timed out)"),
        LogRule("MemoryErrorCorrected", r"EDAC MC\d+: \d+ CE .*"),
    ),
)
"""Events on the node. None of them is a condition: most end by themselves, and a rule can't see the end."""

FATAL: Final = KernelMonitor(
    name="kernel-fatal",
    # All since boot, so that a restart of the detector forgets nothing; a reboot does.
    lookback=timedelta(days=365),
    conditions=(
        NodeCondition("KernelDeadlock", "KernelHasNoDeadlock", "kernel has no deadlock"),
        NodeCondition("CperHardwareErrorFatal", "NoFatalHardwareError", "firmware reported no fatal error"),
        NodeCondition("HardwareFailure", "HardwareIsPresent", "no hardware is gone or damaged"),
    ),
    rules=(
        LogRule("HardLockup", r"Watchdog detected hard LOCKUP on cpu \d+", condition="KernelDeadlock"),
        LogRule(
            "FatalHardwareError",
            r"\[Hardware Error\]: event severity: fatal",
            condition="CperHardwareErrorFatal",
        ),
        # By NVIDIA's catalogue of Xids, 79 and 48 are the machine's; 13, 31, 43 and 45 an application's.
        LogRule("GpuFellOffTheBus", r"NVRM: Xid \(.+\): 79, .*", condition="HardwareFailure"),
        LogRule("GpuDoubleBitError", r"NVRM: Xid \(.+\): 48, .*", condition="HardwareFailure"),
        LogRule("MemoryErrorUncorrected", r"EDAC MC\d+: \d+ UE .*", condition="HardwareFailure"),
    ),
)
"""Conditions that stay until the machine boots again."""
