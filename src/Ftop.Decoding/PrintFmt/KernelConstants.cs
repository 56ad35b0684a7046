namespace Ftop.Decoding.PrintFmt;

/// <summary>
/// Constants that print fmts name without the kernel replacing them, and that cannot change because they are user space ABI or older than any kernel read here.
/// </summary>
internal static class KernelConstants
{
    private static readonly Dictionary<string, long> Values = new(StringComparer.Ordinal)
    {
        // include/uapi/linux/ioprio.h
        ["IOPRIO_CLASS_NONE"] = 0,
        ["IOPRIO_CLASS_RT"] = 1,
        ["IOPRIO_CLASS_BE"] = 2,
        ["IOPRIO_CLASS_IDLE"] = 3,
        ["IOPRIO_CLASS_INVALID"] = 7,

        // include/net/tcp_states.h
        ["TCP_ESTABLISHED"] = 1,
        ["TCP_SYN_SENT"] = 2,
        ["TCP_SYN_RECV"] = 3,
        ["TCP_FIN_WAIT1"] = 4,
        ["TCP_FIN_WAIT2"] = 5,
        ["TCP_TIME_WAIT"] = 6,
        ["TCP_CLOSE"] = 7,
        ["TCP_CLOSE_WAIT"] = 8,
        ["TCP_LAST_ACK"] = 9,
        ["TCP_LISTEN"] = 10,
        ["TCP_CLOSING"] = 11,
        ["TCP_NEW_SYN_RECV"] = 12,

        // include/linux/hrtimer.h: relative 1, pinned 2, soft 4, hard 8
        ["HRTIMER_MODE_ABS"] = 0,
        ["HRTIMER_MODE_REL"] = 1,
        ["HRTIMER_MODE_ABS_PINNED"] = 2,
        ["HRTIMER_MODE_REL_PINNED"] = 3,
        ["HRTIMER_MODE_ABS_SOFT"] = 4,
        ["HRTIMER_MODE_REL_SOFT"] = 5,
        ["HRTIMER_MODE_ABS_PINNED_SOFT"] = 6,
        ["HRTIMER_MODE_REL_PINNED_SOFT"] = 7,
        ["HRTIMER_MODE_ABS_HARD"] = 8,
        ["HRTIMER_MODE_REL_HARD"] = 9,
        ["HRTIMER_MODE_ABS_PINNED_HARD"] = 10,
        ["HRTIMER_MODE_REL_PINNED_HARD"] = 11,

        // include/linux/mm_types.h enum fault_flag
        ["FAULT_FLAG_WRITE"] = 0x1,
        ["FAULT_FLAG_MKWRITE"] = 0x2,
        ["FAULT_FLAG_ALLOW_RETRY"] = 0x4,
        ["FAULT_FLAG_RETRY_NOWAIT"] = 0x8,
        ["FAULT_FLAG_KILLABLE"] = 0x10,
        ["FAULT_FLAG_TRIED"] = 0x20,
        ["FAULT_FLAG_USER"] = 0x40,
        ["FAULT_FLAG_REMOTE"] = 0x80,
        ["FAULT_FLAG_INSTRUCTION"] = 0x100,
        ["FAULT_FLAG_INTERRUPTIBLE"] = 0x200,

        // include/linux/pm_qos.h
        ["PM_QOS_ADD_REQ"] = 0,
        ["PM_QOS_UPDATE_REQ"] = 1,
        ["PM_QOS_REMOVE_REQ"] = 2,
        ["DEV_PM_QOS_RESUME_LATENCY"] = 1,
        ["DEV_PM_QOS_FLAGS"] = 5,

        // include/linux/fs.h enum inode_state_flags_enum; macros, which format files have as numbers, before 6.18
        ["I_NEW"] = 1 << 0,
        ["I_SYNC"] = 1 << 1,
        ["I_LRU_ISOLATING"] = 1 << 2,
        ["I_DIRTY_SYNC"] = 1 << 4,
        ["I_DIRTY_DATASYNC"] = 1 << 5,
        ["I_DIRTY_PAGES"] = 1 << 6,
        ["I_WILL_FREE"] = 1 << 7,
        ["I_FREEING"] = 1 << 8,
        ["I_CLEAR"] = 1 << 9,
        ["I_REFERENCED"] = 1 << 10,
        ["I_LINKABLE"] = 1 << 11,
        ["I_DIRTY_TIME"] = 1 << 12,
        ["I_WB_SWITCH"] = 1 << 13,
        ["I_OVL_INUSE"] = 1 << 14,
        ["I_CREATING"] = 1 << 15,
        ["I_DONTCACHE"] = 1 << 16,
        ["I_SYNC_QUEUED"] = 1 << 17,
        ["I_PINNING_NETFS_WB"] = 1 << 18,
        ["NULL"] = 0,
        ["true"] = 1,
        ["false"] = 0,
    };

    public static bool TryFind(string name, out long value) => Values.TryGetValue(name, out value);
}
