using System.Collections.Immutable;

namespace Ftop.Decoding;

/// <summary>Where sub-buffers come from: a live kernel or a recording. Nothing downstream knows which.</summary>
public interface ITraceSource : IDisposable
{
    /// <summary>What is needed to understand the bytes. Another object after formats were re-read (<see cref="RefreshFormats"/>).</summary>
    TraceMetadata Metadata { get; }

    /// <summary>The kernel's numbers of the CPUs that have a buffer, ascending.</summary>
    ImmutableArray<int> Cpus { get; }

    /// <summary>Begins to hand sub-buffers to <paramref name="sink"/>; called once.</summary>
    void Start(ISubBufferSink sink);

    /// <summary>Returns after every event that was committed before the call has been handed to the sink.</summary>
    void Drain();

    /// <summary>The kernel's counts for one CPU now; of a recording, those that were recorded, else all 0.</summary>
    /// <param name="cpuIndex">Index into <see cref="Cpus"/>.</param>
    CpuStats ReadStats(int cpuIndex);

    /// <summary>The time of the trace clock up to which everything has happened and was handed over; null where only the latest event tells, as live.</summary>
    ulong? Now => null;

    /// <summary>Reads formats again, after an event id was seen that <see cref="TraceMetadata.Formats"/> lacks (a module or a probe came).</summary>
    void RefreshFormats();
}
