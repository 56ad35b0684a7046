using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ftop.Aggregation.Counting;
using Ftop.Aggregation.Events;
using Ftop.Aggregation.Pairing;
using Ftop.Decoding;
using Ftop.Decoding.RingBuffer;
using Ftop.Decoding.SystemCalls;

namespace Ftop.Aggregation;

/// <summary>Counts the events of one sub-buffer into its CPU's <see cref="CpuAccumulator"/>. Every decision about an event's type was made before.</summary>
/// <typeparam name="TOrder">Byte order of the traced machine against this one's.</typeparam>
internal ref struct EventCounter<TOrder> : IEventVisitor
    where TOrder : struct, IByteOrder
{
    private readonly CpuFeed _feed;
    private readonly CpuAccumulator _counts;
    private readonly CpuPairing _pairing;
    private readonly CountTable _functions;
    private readonly EventLayouts _layouts;
    private readonly ref long _byId;
    private readonly TaskSet _leftOutTasks;
    private readonly uint _idsToExcl;
    private readonly int _pidOffset;
    private readonly int _leastBytes;
    private readonly bool _pairs;

    // Of the task in hand: tasks that are left out have layouts of their own, so that the others pay nothing for them.
    private ref readonly EventLayout _byIdLayouts;
    private bool _isRunLeftOut;

    // Events of one task come in runs: they are summed up here, and looked up by pid when another task's come.
    private int _runPid;
    private Abi _runAbi;
    private long _runEvents;
    private long _runSystemCalls;

    public EventCounter(CpuFeed feed, CpuAccumulator counts, EventLayouts layouts)
    {
        _feed = feed;
        _counts = counts;
        _layouts = layouts;
        _pairing = feed.Pairing;
        _functions = counts.Functions;
        _byId = ref MemoryMarshal.GetReference(counts.ById);
        _byIdLayouts = ref MemoryMarshal.GetReference(layouts.ById);
        _leftOutTasks = layouts.LeftOut;
        _idsToExcl = (uint)layouts.ById.Length;
        _pidOffset = layouts.PidOffset;
        _leastBytes = Math.Max(sizeof(ushort), _pidOffset + sizeof(int));
        _pairs = feed.PairsSystemCalls && layouts.HasNsClock;
    }

    // Inlined into the walk: a call per event costs as much as the rest (benchmark: Ftop.Benchmarks count).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Visit(scoped ReadOnlySpan<byte> payload, ulong timestamp)
    {
        if (payload.Length < _leastBytes)
        {
            _counts.ShortRecords++;
            return;
        }

        ref byte record = ref MemoryMarshal.GetReference(payload);
        uint id = TOrder.ReadUInt16(ref record);
        int pid = (int)TOrder.ReadUInt32(ref Unsafe.Add(ref record, _pidOffset));
        if (pid != _runPid)
        {
            BeginRun(pid);
        }

        _runEvents++;
        if (id >= _idsToExcl)
        {
            CountUnknown(id);
            return;
        }

        Unsafe.Add(ref _byId, id)++;
        ref readonly EventLayout layout = ref Unsafe.Add(ref Unsafe.AsRef(in _byIdLayouts), id);
        if (payload.Length < layout.LeastBytes)
        {
            CountShort();
            return;
        }

        // Compared one after the other: a jump by table is mispredicted where events alternate (benchmark: Ftop.Benchmarks count).
        EventKind kind = layout.Kind;
        if (kind == EventKind.RawSystemCallExit)
        {
            CountExit(ref record, layout, timestamp);
        }
        else if (kind == EventKind.RawSystemCallEnter)
        {
            CountEnter(ref record, layout, timestamp);
        }
        else if (kind == EventKind.Function && !_pairing.HasEnter)
        {
            _functions.Add(ReadWord(ref Unsafe.Add(ref record, layout.KeyOffset), layout.KeyBytes), 1);
        }
        else if (kind != EventKind.Other || _pairing.HasEnter)
        {
            CountRare(payload, layout, timestamp);
        }
    }

    /// <summary>Events that were left out.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Adds the last task's events to the counts by pid; to be called after the last event.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void EndRun()
    {
        if (_runEvents != 0)
        {
            _counts.EventsByPid.Add((uint)_runPid, _runEvents);
            if (_runSystemCalls != 0)
            {
                _counts.SystemCallsByPid.Add((uint)_runPid, _runSystemCalls);
            }
        }

        _runEvents = _runSystemCalls = 0;
        _runAbi = Abi.Unknown;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void BeginRun(int pid)
    {
        EndRun();
        _runPid = pid;
        bool isLeftOut = _leftOutTasks.Contains(pid);
        if (isLeftOut != _isRunLeftOut)
        {
            _isRunLeftOut = isLeftOut;
            _byIdLayouts = ref MemoryMarshal.GetReference(isLeftOut ? _layouts.ByIdOfLeftOut : _layouts.ById);
        }
    }

    // An interrupt's event is counted for what it is, whichever task it hit.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CountLeftOut(scoped ReadOnlySpan<byte> payload, ulong timestamp)
    {
        ref byte record = ref MemoryMarshal.GetReference(payload);
        int id = TOrder.ReadUInt16(ref record);
        EventLayout layout = _layouts.ById[id];
        if ((Unsafe.Add(ref record, _layouts.FlagsOffset) & EventContext.InterruptFlags) == 0)
        {
            Unsafe.Add(ref _byId, id)--;
            _runEvents--;
            LeftOut++;
        }
        else if (payload.Length < layout.LeastBytes)
        {
            CountShort();
        }
        else
        {
            CountRare(payload, layout, timestamp);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CountRare(scoped ReadOnlySpan<byte> payload, in EventLayout layout, ulong timestamp)
    {
        ref byte record = ref MemoryMarshal.GetReference(payload);
        EventKind meaning = layout.Meaning;
        switch (meaning)
        {
            case EventKind.RawSystemCallEnter:
            case EventKind.SystemCallEnter when !HasRaw():
                CountEnter(ref record, layout, timestamp);
                Measure(payload, layout, timestamp);
                return;
            case EventKind.RawSystemCallExit:
            case EventKind.SystemCallExit when !HasRaw():
                CountExit(ref record, layout, timestamp);
                Measure(payload, layout, timestamp);
                return;
            case EventKind.LeftOut:
                CountLeftOut(payload, timestamp);
                return;
        }

        _pairing.Flush();
        switch (meaning)
        {
            case EventKind.Unknown:
                _counts.HasUnknownIds = true;
                break;
            case EventKind.Function:
                _functions.Add(ReadWord(ref Unsafe.Add(ref record, layout.KeyOffset), layout.KeyBytes), 1);
                break;
            case EventKind.FunctionRepeats:
                CountRepeats(ref record, layout);
                break;
            case EventKind.TaskName:
                _counts.Comms.Note((int)TOrder.ReadUInt32(ref Unsafe.Add(ref record, layout.ValueOffset)), ref Unsafe.Add(ref record, layout.KeyOffset));
                break;
            case EventKind.GraphExit:
                CountGraphExit(ref record, layout, payload.Length, timestamp);
                break;
        }

        Measure(payload, layout, timestamp);
    }

    private void Measure(scoped ReadOnlySpan<byte> payload, in EventLayout layout, ulong timestamp)
    {
        if (layout.RulesIndex != 0)
        {
            RuleCounter.Count(_layouts.Rules[layout.RulesIndex], payload, _runPid, timestamp, _feed, _counts, _layouts.HasNsClock);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CountShort()
    {
        _counts.ShortRecords++;
        _pairing.Flush();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CountEnter(ref byte record, in EventLayout layout, ulong timestamp)
    {
        long number = ReadSigned(ref Unsafe.Add(ref record, layout.KeyOffset), layout.KeyBytes);
        bool compat = _runAbi == Abi.Unknown ? FindAbi(HasWideArgument(ref record, layout), timestamp) : _runAbi == Abi.Compat;
        ulong key = SystemCallKey.Of(number, compat);
        if ((compat ? _layouts.Compat : _layouts.Native).NeverReturns(number))
        {
            _feed.CompatTasks.End(_runPid, timestamp);
            _pairing.Flush();
            CountSystemCall(key);
            return;
        }

        _counts.Enters++;
        if (_pairs)
        {
            _pairing.Enter(_runPid, key, timestamp);
        }

        // It returns by the number of the ABI of the program that runs then (arch/x86/kernel/process_64.c set_personality_64bit, set_personality_ia32).
        if ((compat ? _layouts.Compat : _layouts.Native).Executes(number))
        {
            _feed.CompatTasks.Forget(_runPid);
            _runAbi = Abi.Unknown;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CountExit(ref byte record, in EventLayout layout, ulong timestamp)
    {
        long number = ReadSigned(ref Unsafe.Add(ref record, layout.KeyOffset), layout.KeyBytes);
        long result = ReadSigned(ref Unsafe.Add(ref record, layout.ValueOffset), layout.ValueBytes);
        bool compat = _runAbi == Abi.Unknown ? FindAbi((result == 0 && _layouts.Native.Forks(number)) || _layouts.Native.Executes(number), timestamp) : _runAbi == Abi.Compat;
        int errno = 0;
        ulong key = (number | result) >= 0 ? SystemCallKey.Of(number, compat) : CountFailure(number, result, compat, out errno);
        CountSystemCall(key);
        if (_pairs)
        {
            _pairing.Exit(_runPid, key, errno, timestamp, _counts);
        }

        if (result == 0 && (compat ? _layouts.Compat : _layouts.Native).Executes(number))
        {
            _feed.CompatTasks.Forget(_runPid);
            _runAbi = Abi.Unknown;
        }
    }

    // Also of rt_sigreturn, which carries no number, but the registers that it restores: what they hold is no result.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly ulong CountFailure(long number, long result, bool compat, out int errno)
    {
        long sigreturn = (compat ? _layouts.Compat : _layouts.Native).SigreturnNumber;
        bool restores = number == -1 && sigreturn >= 0;
        ulong key = SystemCallKey.Of(restores ? sigreturn : number, compat);
        errno = 0;
        if (!Errno.IsError(result) || restores)
        {
            return key;
        }

        if (Errno.IsRestart(result))
        {
            _counts.Restarts.Add(key, 1);
        }
        else
        {
            errno = (int)-result;
            _counts.Errors.Add(SystemCallKey.WithErrno(key, errno), 1);
        }

        return key;
    }

    private void CountSystemCall(ulong key)
    {
        _counts.CountCall(key);
        _runSystemCalls++;
    }

    private void CountRepeats(ref byte record, in EventLayout layout)
    {
        ulong repeats = ReadWord(ref Unsafe.Add(ref record, layout.ValueOffset), layout.ValueBytes);
        if (repeats is > 0 and <= uint.MaxValue)
        {
            _functions.Add(ReadWord(ref Unsafe.Add(ref record, layout.KeyOffset), layout.KeyBytes), (long)repeats);
        }
    }

    private void CountGraphExit(ref byte record, in EventLayout layout, int length, ulong timestamp)
    {
        int packed = length < layout.PackedBelowBytes ? sizeof(uint) : 0;
        ulong function = ReadWord(ref Unsafe.Add(ref record, layout.KeyOffset), layout.KeyBytes);
        ulong called = TOrder.ReadUInt64(ref Unsafe.Add(ref record, layout.ValueOffset - packed));
        ulong returned = TOrder.ReadUInt64(ref Unsafe.Add(ref record, layout.ReturnOffset - packed));
        uint depth = TOrder.ReadUInt32(ref Unsafe.Add(ref record, layout.DepthOffset));
        long duration = Math.Max(0, (long)(returned - called));
        function = IsIdle(ref record) ? GraphKey.OfIdle(function) : function;
        _functions.Add(function, 1);
        int task = _runPid == 0 ? -1 - _feed.CpuIndex : _runPid;
        var exit = new PairRecord(timestamp, function, duration, task, (byte)Math.Min(depth, byte.MaxValue), PairKind.GraphExit);
        _pairing.GraphRun.Exit(exit, _pairing, _counts.FunctionLatencies, _pairing.IsFastPathOn);
    }

    // What the idle task does between interrupts is to wait.
    private readonly bool IsIdle(ref byte record) => _runPid == 0 && (Unsafe.Add(ref record, _layouts.FlagsOffset) & EventContext.InterruptFlags) == 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CountUnknown(uint id)
    {
        _pairing.Flush();
        _counts.UnknownIds.Add(id, 1);
        _counts.HasUnknownIds = true;
    }

    // Asked once for a run of a task's events. The arguments of a 32-bit task's calls are below 4 GiB, and a 64-bit program has a pointer to its stack in
    // a register with its first calls. A task whose first event is the return of a fork was made by one of that ABI.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool FindAbi(bool isNative, ulong timestamp)
    {
        bool compat = false;
        if (_layouts.HasCompat)
        {
            CompatTasks tasks = _feed.CompatTasks;
            if (isNative)
            {
                tasks.Learn(_runPid, isCompat: false);
            }
            else if (!tasks.TryFind(_runPid, timestamp, out compat))
            {
                compat = tasks.Ask(_runPid, _layouts.Metadata.Tasks);
            }
        }

        _runAbi = compat ? Abi.Compat : Abi.Native;
        return compat;
    }

    private static bool HasWideArgument(ref byte record, in EventLayout layout)
    {
        ulong all = 0;
        for (int i = 0; layout.ArgumentsOffset != 0 && i < 6; i++)
        {
            all |= TOrder.ReadUInt64(ref Unsafe.Add(ref record, layout.ArgumentsOffset + (i * sizeof(ulong))));
        }

        return all > uint.MaxValue;
    }

    // Both systems of events tell of the same calls: raw_syscalls goes first. Its events are those of this window and the one before.
    private bool HasRaw() => _feed.HadRawSystemCalls || Unsafe.Add(ref _byId, _layouts.RawIds.Enter) + Unsafe.Add(ref _byId, _layouts.RawIds.Exit) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong ReadWord(ref byte at, byte bytes) => bytes switch
    {
        sizeof(ulong) => TOrder.ReadUInt64(ref at),
        sizeof(uint) => TOrder.ReadUInt32(ref at),
        _ => TOrder.ReadUInt16(ref at),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long ReadSigned(ref byte at, byte bytes) => bytes == sizeof(ulong) ? (long)TOrder.ReadUInt64(ref at) : (int)TOrder.ReadUInt32(ref at);

    private enum Abi : byte
    {
        Unknown,
        Native,
        Compat,
    }
}
