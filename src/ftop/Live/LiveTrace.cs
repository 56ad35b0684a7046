using System.Collections.Immutable;
using Ftop.CommandLine;
using Ftop.Decoding;
using Ftop.Tracefs;

namespace Ftop.Live;

/// <summary>
/// The trace that ftop runs in the kernel, as a source: an instance of its own, or the top-level buffer for as long as a tracer is on that the
/// kernel allows nowhere else. One caller at a time changes it (<see cref="LiveControl"/>); reading goes on from any thread.
/// </summary>
internal sealed class LiveTrace : ITraceSource
{
    private readonly TracefsMount _mount;
    private readonly UndoJournal _journal;
    private readonly LiveOptions _options;
    private readonly Dictionary<EventName, string> _eventFilters = [];
    private readonly Lock _moving = new();
    private ImmutableArray<string> _instanceTracers = [];
    private TraceArray _array;
    private LiveSource? _source;
    private ISubBufferSink? _sink;
    private int _knownThreads;

    /// <summary>Prepares everything that <paramref name="options"/> ask for, with tracing still off.</summary>
    /// <exception cref="TracefsException">The kernel's first refusal; <see cref="UndoJournal"/> knows what was changed before it.</exception>
    public LiveTrace(TracefsMount mount, UndoJournal journal, LiveOptions options, ImmutableArray<int> pids)
    {
        (_mount, _journal, _options, Pids) = (mount, journal, options, pids);
        FunctionGlobs = options.Functions;
        string tracer = options.Tracer ?? "nop";
        _array = TracefsInstance.Create(mount, journal);
        if (IsTopLevelOnly(tracer))
        {
            _array.Dispose();
            _array = TopLevelBuffer.Take(mount, journal);
        }

        Configure(tracer);
        foreach (EventChoice choice in options.Events)
        {
            SetEvents(choice.Glob, on: true, choice.Filter);
        }

        if (options.Events.IsEmpty && options.Tracer is null)
        {
            SwitchOnDefaults();
        }

        _source = new LiveSource(_array);
    }

    /// <summary>The buffer in use.</summary>
    public TraceArray Array => _array;

    /// <summary>Pids that are followed; empty for everything.</summary>
    public ImmutableArray<int> Pids { get; private set; }

    /// <summary>Globs of the function filter; empty for all functions.</summary>
    public ImmutableArray<string> FunctionGlobs { get; private set; }

    /// <summary>Size of each CPU's buffer in KiB.</summary>
    public int BufferSizeKb { get; private set; }

    /// <summary>Fullest CPU's share of its buffer that waited to be read when <see cref="ReadStats"/> last looked, 0 to 100.</summary>
    public int BufferFillPercent { get; private set; }

    /// <summary>Tracers that the kernel has at all, those included that are only allowed in the top-level buffer.</summary>
    public ImmutableArray<string> TopLevelTracers =>
        [.. File.ReadAllText(Path.Combine(_mount.Root, "available_tracers")).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public TraceMetadata Metadata => Source.Metadata;

    /// <inheritdoc/>
    public ImmutableArray<int> Cpus => Source.Cpus;

    private LiveSource Source => _source ?? throw new ObjectDisposedException(nameof(LiveTrace));

    /// <inheritdoc/>
    public void Start(ISubBufferSink sink)
    {
        _sink = sink;
        Source.Start(sink);
        ExcludeOwnThreads();
        _array.TracingSwitch.Set(true);
    }

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
            int fillPercent = (int)Math.Clamp(stats.Bytes * 100 / Math.Max(1L, (long)BufferSizeKb << 10), 0, 100);
            BufferFillPercent = cpuIndex == 0 ? fillPercent : Math.Max(BufferFillPercent, fillPercent);
            return stats;
        }
    }

    /// <inheritdoc/>
    public void RefreshFormats() => Source.RefreshFormats();

    /// <summary>Makes <paramref name="tracer"/> the current one; moves to the top-level buffer and back where the kernel wants it.</summary>
    /// <exception cref="TracefsException">Refused; what was on before goes on.</exception>
    public void SetTracer(string tracer)
    {
        if (_array is TracefsInstance && IsTopLevelOnly(tracer))
        {
            MoveTo(() => TopLevelBuffer.Take(_mount, _journal), tracer);
        }
        else if (_array is TopLevelBuffer && !IsTopLevelOnly(tracer))
        {
            MoveTo(() => TracefsInstance.Create(_mount, _journal), tracer);
        }
        else
        {
            Source.SwitchTracer(tracer);
        }

        _knownThreads = 0; // the function tracers have a list of their own
        ExcludeOwnThreads();
        _array.TracingSwitch.Set(true);
    }

    /// <summary>Switches events, with a filter where one is given, and switches recording on where it was off.</summary>
    public EventChange SetEvents(string glob, bool on, string? filter = null)
    {
        if (filter is not null)
        {
            foreach (EventName name in _array.Events.Match(glob))
            {
                _array.Events.SetFilter(name, filter);
                _eventFilters[name] = filter;
            }
        }

        EventChange change = _array.Events.Set(glob, on);
        if (on && _sink is not null)
        {
            _source?.RefreshFormats(); // null while moving: the new source reads them
            _array.TracingSwitch.Set(true);
        }

        return change;
    }

    /// <summary>Switches the entry and exit of system calls: <c>raw_syscalls</c>, one event for all, or <c>syscalls</c> on kernels without it.</summary>
    public EventChange SetSystemCalls(bool on)
    {
        bool hasRaw = _array.Events.Available.Any(name => name.System == "raw_syscalls");
        return SetEvents(hasRaw ? "raw_syscalls" : "syscalls", on);
    }

    /// <summary>Follows these pids and what they fork; empty follows everything but ftop itself.</summary>
    public void Follow(ImmutableArray<int> pids)
    {
        _array.Pids.Follow(pids, children: !pids.IsEmpty);
        Pids = pids;
        _knownThreads = 0;
        ExcludeOwnThreads();
    }

    /// <summary>Limits the function tracers; empty for all functions.</summary>
    public void FilterFunctions(ImmutableArray<string> globs)
    {
        _array.Functions.Only(globs);
        FunctionGlobs = globs;
    }

    /// <summary>Stops recording first, which is quick, then ends the tracer and the events, which costs the kernel time.</summary>
    public void AllOff()
    {
        _array.TracingSwitch.Set(false);
        if (_array.Tracer.Current != "nop")
        {
            SetTracer("nop");
            _array.TracingSwitch.Set(false);
        }

        _array.Events.ClearAll();
    }

    /// <summary>Keeps what ftop itself does out of the trace of everything; to be repeated as it starts threads.</summary>
    public void ExcludeOwnThreads()
    {
        int threads = Pids.IsEmpty ? Directory.GetDirectories("/proc/self/task").Length : 0;
        if (threads != _knownThreads)
        {
            _knownThreads = threads;
            if (threads != 0)
            {
                _array.Pids.ExcludeSelf();
            }
        }
    }

    /// <summary>Ends reading and undoes what was changed in the buffer. The mount is the journal's.</summary>
    public void Dispose()
    {
        lock (_moving)
        {
            _source?.Dispose();
            _source = null;
            _array.Dispose();
        }
    }

    // What is cheap and always useful, as far as this kernel has it.
    private void SwitchOnDefaults()
    {
        ImmutableArray<EventName> available = _array.Events.Available;
        if (available.Any(name => name.System is "raw_syscalls" or "syscalls"))
        {
            SetSystemCalls(on: true);
        }

        foreach (string glob in (string[])["sched:sched_switch", "irq:*"])
        {
            string system = glob.Split(':')[0];
            if (available.Any(name => name.System == system))
            {
                SetEvents(glob, on: true);
            }
        }
    }

    private bool IsTopLevelOnly(string tracer)
    {
        if (_array is TopLevelBuffer)
        {
            return tracer != "nop" && !_instanceTracers.Contains(tracer);
        }

        _instanceTracers = _array.Tracer.Available;
        return !_instanceTracers.Contains(tracer) && TopLevelTracers.Contains(tracer);
    }

    // Buffer before filters before tracer before events: an unfiltered function tracer can stall a small board.
    private void Configure(string tracer)
    {
        if (_options.Clock is string clock)
        {
            _array.Clock.Set(clock);
        }
        else
        {
            _array.Clock.SetDefault();
        }

        BufferSizeKb = _array.BufferSize.Set(_options.BufferSizeKb ?? _array.BufferSize.ChooseKb());
        if (!_options.Cpus.IsEmpty)
        {
            _array.CpuMask.Set(_options.Cpus);
        }

        if (!Pids.IsEmpty)
        {
            _array.Pids.Follow(Pids, _options.FollowsChildren || !_options.Command.IsEmpty);
        }

        if (!FunctionGlobs.IsEmpty)
        {
            _array.Functions.Only(FunctionGlobs);
        }

        if (!_options.NotraceFunctions.IsEmpty)
        {
            _array.Functions.Not(_options.NotraceFunctions);
        }

        if (!_options.GraphFunctions.IsEmpty)
        {
            _array.Functions.Graph(_options.GraphFunctions);
        }

        if (tracer != "nop")
        {
            _array.SetTracer(tracer);
        }
    }

    // All that is on goes along; what a buffer still holds is read before it is left.
    private void MoveTo(Func<TraceArray> take, string tracer)
    {
        lock (_moving)
        {
            ImmutableArray<EventName> events = _array.Events.Enabled;
            string before = _array.Tracer.Current;
            TraceArray left = _array;
            _array = take();
            left.TracingSwitch.Set(false);
            Source.Drain();
            _source!.Dispose();
            _source = null;
            left.Dispose();
            TracefsException? refusal = null;
            try
            {
                Configure(tracer);
            }
            catch (TracefsException e)
            {
                refusal = e;
                _array.Dispose();
                _array = TracefsInstance.Create(_mount, _journal);
                Configure(before);
            }

            foreach (EventName name in events)
            {
                SetEvents(name.ToString(), on: true, _eventFilters.GetValueOrDefault(name));
            }

            _source = new LiveSource(_array);
            _source.Start(_sink!);
            _knownThreads = 0;
            ExcludeOwnThreads();
            _array.TracingSwitch.Set(true);
            if (refusal is not null)
            {
                throw refusal;
            }
        }
    }
}
