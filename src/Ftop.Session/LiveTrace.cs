using System.Collections.Immutable;
using Ftop.Decoding;
using Ftop.Tracefs;
using Ftop.Tracefs.Control;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Probes;

namespace Ftop.Session;

/// <summary>
/// The trace that ftop runs in the kernel, as a source: an instance of its own, or the top-level buffer for as long as a tracer is on that the
/// kernel allows nowhere else. One caller at a time changes it (<see cref="LiveControl"/>); reading goes on from any thread.
/// </summary>
public sealed class LiveTrace : ITraceSource
{
    private const int NoEntry = 2; // ENOENT

    private readonly BufferChoice _buffers;
    private readonly Lock _moving = new();
    private LiveSource? _source;
    private BufferGrowth? _growth;
    private ISubBufferSink? _sink;

    /// <summary>Prepares everything that <paramref name="options"/> ask for, with tracing still off.</summary>
    /// <param name="buffers">Where a buffer is taken from.</param>
    /// <param name="options">What is wanted of it.</param>
    /// <param name="step">Takes what is being done, for one who waits.</param>
    /// <exception cref="TracefsException">The kernel's first refusal; the journal knows what was changed before it.</exception>
    public LiveTrace(BufferChoice buffers, SessionOptions options, Action<string>? step = null)
    {
        string tracer = options.Tracer ?? "nop";
        (_buffers, Settings) = (buffers, new TraceSettings(options.Request, options.Pids));
        if (!options.Probes.IsEmpty)
        {
            step?.Invoke("making probes");
        }

        ImmutableArray<EventName> probes = buffers.Probes.Make(options.Probes);
        step?.Invoke("taking a trace buffer");
        Array = buffers.Take(tracer);
        step?.Invoke(tracer == "nop" ? "setting up buffers and filters" : $"setting up buffers, filters and tracer {tracer}");
        Settings.Apply(Array, tracer);
        LeaveSelfOut();
        step?.Invoke("switching events on");
        FirstEvents.SwitchOn(Array, Settings, options, probes);
        step?.Invoke("reading event formats");
        _source = new LiveSource(Array);
        _growth = NewGrowth();
    }

    /// <summary>The buffer in use.</summary>
    public TraceArray Array { get; private set; }

    /// <summary>What is wanted of it.</summary>
    public TraceSettings Settings { get; }

    /// <summary>Fullest CPU's share of its buffer that waited to be read when <see cref="ReadStats"/> last looked, 0 to 100.</summary>
    public int BufferFillPercent { get; private set; }

    /// <summary>Tracers that the kernel has at all, those included that are only allowed in the top-level buffer.</summary>
    public ImmutableArray<string> AvailableTracers => [.. _buffers.TopLevelTracers.Union(Array.Tracer.Available).Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public TraceMetadata Metadata => Source.Metadata;

    /// <inheritdoc/>
    public ImmutableArray<int> Cpus => Source.Cpus;

    /// <summary>Reads that the kernel refused for a passing reason, of the buffer in use.</summary>
    public long ReadErrors => _source?.ReadErrors ?? 0;

    private LiveSource Source => _source ?? throw new ObjectDisposedException(nameof(LiveTrace));

    /// <inheritdoc/>
    public void Start(ISubBufferSink sink)
    {
        _sink = sink;
        Source.Start(sink);
        SwitchOn();
    }

    /// <summary>Starts to record without reading: for a tracer whose result is not in the raw pages.</summary>
    public void StartUnread() => SwitchOn();

    /// <inheritdoc/>
    public void Drain()
    {
        lock (_moving)
        {
            Source.Drain();
        }
    }

    /// <inheritdoc/>
    public CpuStats ReadStats(int cpuIndex)
    {
        lock (_moving)
        {
            CpuStats stats = Source.ReadStats(cpuIndex);
            _growth?.Note(cpuIndex, stats);
            long sizeKb = _growth?.SizeKb(cpuIndex) ?? Settings.BufferSizeKb;
            int fillPercent = (int)Math.Clamp(stats.Bytes * 100 / Math.Max(1L, sizeKb << 10), 0, 100);
            BufferFillPercent = cpuIndex == 0 ? fillPercent : Math.Max(BufferFillPercent, fillPercent);
            // The kernel does not count what it refuses while it resizes: at least one, so that what stands beside it is known to be too low.
            return stats with { DroppedEvents = stats.DroppedEvents + (_growth?.Resizes(cpuIndex) ?? 0) };
        }
    }

    /// <summary>True where a buffer overran and may grow.</summary>
    public bool BufferShouldGrow => _growth is { IsWanted: true };

    /// <summary>Lets buffers that overran grow.</summary>
    /// <returns>What was done in a line for the operator; null if nothing was to be done.</returns>
    public string? GrowBuffers() => _growth?.Grow();

    /// <inheritdoc/>
    public void RefreshFormats() => Source.RefreshFormats();

    /// <summary>Makes <paramref name="tracer"/> the current one; moves to the top-level buffer and back where the kernel wants it.</summary>
    /// <exception cref="TracefsException">Refused; what was on before goes on.</exception>
    public void SetTracer(string tracer)
    {
        if (_buffers.MustMove(Array, tracer))
        {
            Move(tracer);
        }
        else
        {
            Settings.PrepareGraph(Array, tracer);
            Source.SwitchTracer(tracer);
        }

        Settings.PrepareGraph(Array, tracer); // some kernels have a tracer's options while it is on
        SwitchOn();
    }

    /// <summary>Times functions under function_graph by the wall clock, or by their time on the CPU.</summary>
    public void SetWallTime(bool on)
    {
        Settings.IsWallTime = on;
        Settings.PrepareGraph(Array, Array.Tracer.Current);
    }

    /// <summary>Makes a probe and switches it on.</summary>
    /// <returns>Its event.</returns>
    /// <exception cref="ProbeException">It cannot be.</exception>
    public EventName MakeProbe(ProbeDefinition definition)
    {
        EventName name = _buffers.Probes.Make([definition])[0];
        Array.Events.Refresh();
        SetEvents(name.ToString(), on: true);
        return name;
    }

    /// <summary>Switches events, and switches recording on where it was off.</summary>
    public EventChange SetEvents(string glob, bool on)
    {
        EventChange change = Settings.SetEvents(Array, glob, on);
        if (on)
        {
            Source.RefreshFormats();
            Array.TracingSwitch.Set(true);
        }

        return change;
    }

    /// <summary>Switches the entry and exit of system calls.</summary>
    public EventChange SetSystemCalls(bool on) => SetEvents(TraceSettings.SystemCallGlob(Array), on);

    /// <summary>Follows these pids and what they fork; empty follows everything but ftop itself.</summary>
    public void Follow(ImmutableArray<int> pids)
    {
        if (pids.IsEmpty)
        {
            Array.Self.Begin(); // before everybody may pass
        }

        Settings.Follow(Array, pids);
        LeaveSelfOut();
    }

    /// <summary>Stops recording first, which is quick, then ends the tracer and the events, which costs the kernel time.</summary>
    public void AllOff()
    {
        Array.TracingSwitch.Set(false);
        if (Array.Tracer.Current != "nop")
        {
            SetTracer("nop");
            Array.TracingSwitch.Set(false);
        }

        Array.Events.ClearAll();
    }

    /// <summary>The pipes go on where tracefs was unmounted, but losses are not counted any more and nothing can be changed.</summary>
    /// <exception cref="TracefsException">The buffer's directory is gone.</exception>
    public void CheckPresence()
    {
        if (!Directory.Exists(Array.Directory))
        {
            throw new TracefsException(
                Array.Directory, "read", NoEntry, TracefsFailure.Failed, "tracefs was unmounted by somebody else, or the instance removed: mount it again, and start ftop anew");
        }
    }

    /// <summary>Stops recording until <see cref="Resume"/>; false if it was off.</summary>
    public bool Pause()
    {
        bool wasOn = Array.TracingSwitch.IsOn;
        if (wasOn)
        {
            Array.TracingSwitch.Set(false);
        }

        return wasOn;
    }

    /// <summary>Records again.</summary>
    public void Resume() => Array.TracingSwitch.Set(true);

    /// <summary>Whether threads of ftop came or went since they were last left out of the trace of everything.</summary>
    public bool SelfIsStale() => Array.Self.IsStale();

    /// <summary>Keeps what ftop itself does out of the trace of everything. Where chosen tasks are followed it is no part of it.</summary>
    public void LeaveSelfOut()
    {
        if (Settings.Pids.IsEmpty)
        {
            Array.Self.Begin();
        }
        else
        {
            Array.Self.End();
        }
    }

    /// <summary>Ends reading and undoes what was changed in the buffer. The mount is the journal's.</summary>
    public void Dispose()
    {
        lock (_moving)
        {
            _source?.Dispose();
            _source = null;
            Array.Dispose();
        }
    }

    private BufferGrowth? NewGrowth() => Settings.BufferMayGrow ? new BufferGrowth(Source, Array.BufferSize) : null;

    private void SwitchOn()
    {
        LeaveSelfOut();
        Array.StartTracing();
    }

    // All that is on goes along; what a buffer still holds is read before it is left.
    private void Move(string tracer)
    {
        lock (_moving)
        {
            ImmutableArray<EventName> events = Array.Events.Enabled;
            string before = Array.Tracer.Current;
            TraceArray left = Array;
            int neededKb = _growth?.EvenSizeKb ?? 0;
            bool wasOn = left.TracingSwitch.IsOn;
            left.TracingSwitch.Set(false); // before the kernel's work for the next: what came meanwhile would only overrun this one
            try
            {
                Array = _buffers.Take(tracer);
            }
            catch (TracefsException) when (wasOn)
            {
                left.StartTracing();
                throw;
            }

            Source.Drain();
            Source.Dispose();
            left.Dispose();
            TracefsException? refusal = null;
            try
            {
                Settings.Apply(Array, tracer);
            }
            catch (TracefsException e)
            {
                refusal = e;
                Array.Dispose();
                Array = _buffers.Take(before);
                Settings.Apply(Array, before);
            }

            LeaveSelfOut();
            if (neededKb > Settings.BufferSizeKb)
            {
                Array.BufferSize.SetOrLess(neededKb); // what the other had grown to, or the first moments are lost again
            }

            Settings.SwitchOn(Array, events);
            _source = new LiveSource(Array);
            _growth = NewGrowth();
            _source.Start(_sink!);
            if (refusal is not null)
            {
                SwitchOn();
                throw refusal;
            }
        }
    }
}
