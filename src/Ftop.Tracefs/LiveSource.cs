using System.Collections.Immutable;
using Ftop.Decoding;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Metadata;
using Ftop.Tracefs.Native;
using Ftop.Tracefs.Reading;

namespace Ftop.Tracefs;

/// <summary>
/// The running kernel as a source: reads the buffer of an instance of ours (or the top-level one), which stays its owner's. Made after tracer, clock
/// and buffer size are set; switch tracing on after <see cref="Start"/>. Dispose before the buffer, which an open pipe keeps busy.
/// </summary>
public sealed class LiveSource : ITraceSource
{
    private readonly TraceArray _array;
    private readonly LiveMetadata _metadata;
    private readonly RingBufferReaders _readers;
    private readonly ImmutableArray<KeptFile> _stats;
    private readonly Lock _statsGate = new();
    private byte[] _statsText = new byte[1024];

    /// <param name="array">Whose buffer is read.</param>
    /// <exception cref="TracefsException">A pipe or a format cannot be read.</exception>
    public LiveSource(TraceArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        _array = array;
        _metadata = new LiveMetadata(array);
        Cpus = array.Cpus;
        _stats = [.. Cpus.Select(cpu => new KeptFile(Path.Combine(array.CpuDirectory(cpu), "stats")))];
        int bufferSizeKb = Math.Max(1, array.BufferSize.CurrentKb);
        FillWatch? fill = FillPolling.IsReliable && array.FillLevel.TrySet((long)bufferSizeKb << 10) ? new FillWatch(Waiter.Create()) : null;
        _readers = new RingBufferReaders(
            Cpus.Select((cpu, index) => new CpuReader(index, cpu, Path.Combine(array.CpuDirectory(cpu), "trace_pipe_raw"))),
            _metadata.Current.HeaderPage, bufferSizeKb, CpuAffinity.Usable(), array.Self.NoteThreads, fill);
        try
        {
            _readers.Resume();
            _readers.IsIdle = IsIdle();
        }
        catch (TracefsException)
        {
            _readers.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public TraceMetadata Metadata => _metadata.Current;

    /// <inheritdoc/>
    public ImmutableArray<int> Cpus { get; }

    /// <summary>Reads that the kernel refused for a passing reason (ENOMEM, EBUSY); the data was read later.</summary>
    public long ReadErrors => _readers.ReadErrors;

    /// <inheritdoc/>
    public void Start(ISubBufferSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        _readers.Start(sink);
    }

    /// <inheritdoc/>
    /// <remarks>Throws what the sink threw on a reading thread. Not to be called by the sink.</remarks>
    public void Drain() => _readers.Barrier();

    /// <inheritdoc/>
    public CpuStats ReadStats(int cpuIndex)
    {
        lock (_statsGate)
        {
            return CpuStatsFile.Read(_stats[cpuIndex], ref _statsText);
        }
    }

    /// <summary>Resizes one CPU's buffer while it is read; what it holds stays. Newer kernels record nothing anywhere in the instance meanwhile.</summary>
    /// <returns>The size in KiB the kernel now has.</returns>
    /// <exception cref="TracefsException">The kernel's refusal; the size is as before.</exception>
    public int SetBufferSize(int cpuIndex, int kb)
    {
        _array.Marks.Follow(isRecording: false); // a buffer that is being resized refuses them
        int nowKb;
        try
        {
            nowKb = _array.BufferSize.SetCpu(cpuIndex, kb);
        }
        finally
        {
            _array.Marks.Follow(_array.TracingSwitch.IsOn);
        }

        _readers.Slots[cpuIndex].BufferBytes = (long)nowKb << 10;
        return nowKb;
    }

    /// <inheritdoc/>
    /// <remarks>Call it after every change of events as well: while nothing at all is on, the reading threads rest.</remarks>
    public void RefreshFormats()
    {
        _metadata.RefreshFormats();
        _readers.IsIdle = IsIdle();
    }

    /// <summary>
    /// Makes <paramref name="tracer"/> the current tracer: tracing stops, what was recorded is handed over, the pipes are closed while the kernel
    /// switches, and tracing goes on as it was. Where the kernel refuses, the old tracer goes on.
    /// </summary>
    /// <exception cref="TracefsException">The kernel's refusal.</exception>
    public void SwitchTracer(string tracer)
    {
        string previous = _array.Tracer.Current;
        bool wasOn = _array.TracingSwitch.IsOn;
        _array.TracingSwitch.Set(false);
        try
        {
            Drain();
            _readers.Pause();
            try
            {
                _array.SetTracer(tracer);
            }
            catch (TracefsException) when (previous != tracer)
            {
                _array.SetTracer(previous);
                throw;
            }
            finally
            {
                _readers.Resume();
            }

            RefreshFormats();
        }
        finally
        {
            if (wasOn)
            {
                _array.StartTracing();
            }
        }
    }

    /// <summary>Ends the reading threads and closes the pipes; what was not drained is not handed over.</summary>
    public void Dispose()
    {
        _readers.Dispose();
        lock (_statsGate)
        {
            foreach (KeptFile stats in _stats)
            {
                stats.Close();
            }
        }
    }

    private bool IsIdle() => _array.Tracer.Current == "nop" && _array.Events.Enabled.IsEmpty && !_array.Marks.AreTaken;
}
