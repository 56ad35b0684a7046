using Ftop.Decoding.RingBuffer;

namespace Ftop.TraceDat.Replay;

/// <summary>
/// Where a CPU's time goes back, as by another clock or a recorder that began anew. What follows is shown later by whole seconds, as if time had gone
/// on: so every event has a window of its own time's length, and CPUs that go back together stay together.
/// </summary>
/// <param name="Index">The first sub-buffer behind it.</param>
/// <param name="From">The last time before, as recorded.</param>
/// <param name="To">The first time behind it, as recorded.</param>
/// <param name="ShiftNs">What is added to times from here on, all steps together.</param>
internal readonly record struct TimeStep(long Index, ulong From, ulong To, ulong ShiftNs)
{
    private const ulong NsPerSec = 1_000_000_000;

    // To look at each header of a larger recording would be to read all of it before the first window.
    private const long MostScanned = 1 << 17;

    /// <summary>The steps of one CPU, in order. Less than a second back is left as it is: such events count in the window in progress.</summary>
    /// <param name="cpu">As recorded.</param>
    /// <param name="layout">Of its sub-buffers.</param>
    public static List<TimeStep> Find(SubBufferStore cpu, in HeaderPage layout)
    {
        List<TimeStep> steps = [];
        if (cpu.Count < 2 || (cpu.Count > MostScanned && Timestamp(cpu, cpu.Count - 1, layout) >= Timestamp(cpu, 0, layout)))
        {
            return steps;
        }

        (ulong? beforeLast, ulong last, long lastIndex) = (null, Timestamp(cpu, 0, layout) ?? 0, 0);
        ulong shiftNs = 0;
        for (long index = 1; index < cpu.Count; index++)
        {
            if (Timestamp(cpu, index, layout) is not ulong now)
            {
                continue;
            }

            // One sub-buffer alone that is out of order is damaged; it is counted as such where its events are.
            bool isLastDamaged = beforeLast <= now;
            bool isDamaged = now < last && !isLastDamaged && index + 1 < cpu.Count && Timestamp(cpu, index + 1, layout) >= last;
            if (isDamaged)
            {
                continue;
            }

            if (now < last && !isLastDamaged && Math.Max(last, LastEvent(cpu, lastIndex, layout)) - now is >= NsPerSec and ulong backNs)
            {
                shiftNs += (backNs + NsPerSec - 1) / NsPerSec * NsPerSec;
                steps.Add(new TimeStep(index, now + backNs, now, shiftNs));
                beforeLast = null;
            }
            else if (!isLastDamaged || now >= last)
            {
                beforeLast = last;
            }

            (last, lastIndex) = (now, index);
        }

        return steps;
    }

    private static ulong? Timestamp(SubBufferStore cpu, long index, in HeaderPage layout)
    {
        SubBufferHeader header = SubBufferHeader.Read(cpu.Read(index), layout);
        return header.Status == DecodeStatus.Ok ? header.Timestamp : null;
    }

    private static ulong LastEvent(SubBufferStore cpu, long index, in HeaderPage layout)
    {
        var reader = new SubBufferReader(cpu.Read(index), layout);
        ulong last = reader.Timestamp;
        while (reader.TryReadNext(out EventRecord record))
        {
            last = record.Timestamp;
        }

        return last;
    }
}
