"""Lines that kernels printed, with the event that each has to become.

Those of EXT4 and XFS on loop devices were printed by Linux 6.18 while the devices were being broken; the
others stand in public reports of nodes, with kernels from 5.10 on.
"""

from __future__ import annotations

from typing import Final

EVENTS: Final = (
    ("INFO: task containerd:3245 blocked for more than 122 seconds.", "TaskHung"),
    ("INFO: task systemd:1 blocked for more than 122 seconds.", "TaskHung"),
    ("INFO: task G1 Conc#0:4054 blocked for more than 122 seconds.", "TaskHung"),
    ("INFO: task (udev-worker):374 blocked for more than 245 seconds.", "TaskHung"),
    ("INFO: task kworker/u8:2:117 blocked for more than 122 seconds.", "TaskHung"),
    ("INFO: task java:9431 blocked in I/O wait for more than 120 seconds.", "TaskHung"),
    ("watchdog: BUG: soft lockup - CPU#3 stuck for 23s! [kworker/3:1:1234]", "SoftLockup"),
    ("rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:", "RcuStall"),
    ("rcu: INFO: rcu_sched self-detected stall on CPU", "RcuStall"),
    ("BUG: kernel NULL pointer dereference, address: 0000000000000008", "KernelOops"),
    ("BUG: unable to handle page fault for address: ffffb3c8c0a7d000", "KernelOops"),
    (
        (
            "Out of memory: Killed process 4242 (java) total-vm:4194304kB, anon-rss:2097152kB,"
            " file-rss:0kB, shmem-rss:0kB, UID:1000 pgtables:4300kB oom_score_adj:986"
        ),
        "OOMKilling",
    ),
    (
        (
            "Out of memory (oom_kill_allocating_task): Killed process 77 (tar (child)) total-vm:81920kB,"
            " anon-rss:4096kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:80kB oom_score_adj:0"
        ),
        "OOMKilling",
    ),
    (
        "I/O error, dev nvme1n1, sector 1050624 op 0x1:(WRITE) flags 0x800 phys_seg 1 prio class 2",
        "IOError",
    ),
    ("blk_update_request: I/O error, dev nvme1n1, sector 1050624 op 0x0:(READ) flags 0x0", "IOError"),
    ("Buffer I/O error on dev nvme1n1, logical block 131328, async page read", "IOError"),
    ("Buffer I/O error on device dm-3, logical block 4", "IOError"),
    (
        "critical medium error, dev nvme2n1, sector 8 op 0x0:(READ) flags 0x0 phys_seg 1 prio class 2",
        "MediumError",
    ),
    ("nvme nvme1: I/O 12 QID 2 timeout, aborting", "NvmeTimeout"),
    (
        (
            "nvme nvme1: I/O tag 12 (100c) opcode 0x2 (I/O Cmd) QID 2 timeout, aborting"
            " req_op:READ(0) size:4096"
        ),
        "NvmeTimeout",
    ),
    ("nvme nvme1: I/O 12 QID 2 timeout, reset controller", "NvmeTimeout"),
    ("nvme nvme1: Disabling device after reset failure: -19", "NvmeDisabled"),
    ("EXT4-fs error (device loop0): trigger_test_error:129: comm bash: 1", "Ext4Error"),
    (
        ("EXT4-fs error (device nvme1n1p1) in ext4_reserve_inode_write:6325: Journal has aborted"),
        "Ext4Error",
    ),
    ("Aborting journal on device loop0-8.", "JournalAborted"),
    ("EXT4-fs (loop0): Remounting filesystem read-only", "FilesystemIsReadOnly"),
    (
        (
            "XFS (loop0): Log I/O Error (0x6) detected at xfs_fs_goingdown+0x63/0xb0"
            " (fs/xfs/xfs_fsops.c:475).  Shutting down filesystem."
        ),
        "XfsHasShutDown",
    ),
    ("XFS (nvme0n1p1): Filesystem has been shut down due to log error (0x2).", "XfsHasShutDown"),
    (
        (
            "XFS (nvme0n1p1): Metadata I/O Error (0x1) detected at xfs_trans_read_buf_map+0x1f2/0x3b0"
            " [xfs] (fs/xfs/xfs_trans_buf.c:296).  Shutting down filesystem."
        ),
        "XfsHasShutDown",
    ),
    (
        (
            "XFS (nvme1n1): Block device removal (0x20) detected at fs_bdev_mark_dead+0x5e/0x80"
            " (fs/xfs/xfs_super.c:1183).  Shutting down filesystem."
        ),
        "XfsHasShutDown",
    ),
    ("nf_conntrack: nf_conntrack: table full, dropping packet", "ConntrackFull"),
    ("ena 0000:00:05.0 eth0: Keep alive watchdog timeout.", "EnaWatchdog"),
    ("nfs: server fs-0123.efs.eu-west-1.amazonaws.com not responding, still trying", "NfsNotResponding"),
    ("nfs: server 10.0.0.5 not responding, timed out", "NfsNotResponding"),
    ("EDAC MC0: 1 CE memory read error on CPU_SrcID#0_MC#0_Chan#1_DIMM#0", "MemoryErrorCorrected"),
)
"""Line -> reason of the event."""

FATAL: Final = (
    ("watchdog: Watchdog detected hard LOCKUP on cpu 3", "HardLockup", "KernelDeadlock"),
    ("NMI watchdog: Watchdog detected hard LOCKUP on cpu 12", "HardLockup", "KernelDeadlock"),
    ("{1}[Hardware Error]: event severity: fatal", "FatalHardwareError", "CperHardwareErrorFatal"),
    (
        "NVRM: Xid (PCI:0000:00:1e): 79, pid='<unknown>', name=<unknown>, GPU has fallen off the bus.",
        "GpuFellOffTheBus",
        "HardwareFailure",
    ),
    (
        "NVRM: Xid (PCI:0000:00:1e): 48, pid=1234, name=python, An uncorrectable double bit error (DBE)",
        "GpuDoubleBitError",
        "HardwareFailure",
    ),
    (
        "EDAC MC0: 1 UE memory read error on CPU_SrcID#0_MC#0_Chan#1_DIMM#0 (channel:1 slot:0)",
        "MemoryErrorUncorrected",
        "HardwareFailure",
    ),
)
"""Line -> reason, and the condition that it sets until the next boot."""

BENIGN: Final = (
    "EXT4-fs (nvme1n1p1): mounted filesystem with ordered data mode. Quota mode: none.",
    "EXT4-fs (nvme1n1p1): re-mounted. Quota mode: none.",
    "XFS (nvme0n1p1): Mounting V5 Filesystem 5711e85c-8888-446b-9f65-839a007d02e8",
    "XFS (nvme0n1p1): Ending clean mount",
    "XFS (nvme0n1p1): User initiated shutdown received.",
    "XFS (nvme0n1p1): Unmounting Filesystem",
    "XFS (loop1): Please unmount the filesystem and rectify the problem(s)",
    "loop0: detected capacity change from 0 to 819200",
    "{1}[Hardware Error]: event severity: corrected",
    "{1}[Hardware Error]: event severity: recoverable",
    "task docker-registry:77 state changed",
    "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=cri-containerd,task=java,pid=4242,uid=1000",
    "Memory cgroup out of memory: Killed process 4242 (java) total-vm:4194304kB, anon-rss:2097152kB",
    "java[4242]: segfault at 0 ip 00007f1c2b1c0e2a sp 00007ffc5a2b9d10 error 4 in libc.so.6[7f1c2b0a0000]",
    "cgroup: fork rejected by pids controller in /kubepods.slice/kubepods-burstable.slice",
    "NVRM: Xid (PCI:0000:00:1e): 43, pid=4242, name=python, Ch 00000008",
    "NVRM: Xid (PCI:0000:00:1e): 31, pid=4242, name=python, Ch 00000008",
    "audit: type=1400 audit(1700000000.000:42): avc:  denied  { read }",
    "eth0: renamed from veth1234567",
)
"""Lines that are nobody's trouble, or a workload's own."""
