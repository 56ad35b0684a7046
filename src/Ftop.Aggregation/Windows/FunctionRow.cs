using Ftop.Aggregation.Counting;
using Ftop.Aggregation.Events;
using Ftop.Decoding;

namespace Ftop.Aggregation.Windows;

/// <summary>One kernel function, as counted by the <c>function</c> or timed by the <c>function_graph</c> tracer.</summary>
public sealed record FunctionRow
{
    // Name and percentiles are looked for when they are read, which is seldom.
    private FunctionRows? _window;
    private TraceMetadata? _namedBy;
    private ulong _key;
    private string? _name;
    private string? _module;
    private LatencySummary? _latency;
    private bool _isTimed = true;
    private Rates _rates;
    private long? _selfNs;
    private bool _isIdle;
    private readonly Durations _durations;
    private readonly WorstSpan? _worst;

    /// <param name="name">Symbol name, or <c>0x…</c> where addresses are hidden or unknown.</param>
    /// <param name="module">Module that holds it; null for the kernel itself.</param>
    /// <param name="rates">Calls.</param>
    /// <param name="latency">Durations including callees; null where only calls are traced.</param>
    /// <param name="selfNs">Time in the function without its callees; null where only calls are traced.</param>
    public FunctionRow(string name, string? module, Rates rates, LatencySummary? latency, long? selfNs) =>
        (_name, _module, _rates, Latency, _selfNs) = (name, module, rates, latency, selfNs);

    internal FunctionRow()
    {
    }

    // A copy is good for longer than the window.
    private FunctionRow(FunctionRow other) =>
        (_name, _module, _rates, Latency, _selfNs, _isIdle, _durations, _worst) = (other.Name, other._module, other._rates, other.Latency, other._selfNs, other._isIdle, other._durations, other.Worst);

    /// <summary>Symbol name, or <c>0x…</c> where addresses are hidden or unknown. Untrusted: sanitise before a terminal sees it.</summary>
    public string Name
    {
        get => Volatile.Read(ref _name) ?? TakeName();
        init => _name = value;
    }

    /// <summary>Module that holds it; null for the kernel itself.</summary>
    public string? Module
    {
        get
        {
            _ = Name;
            return _module;
        }

        init => _module = value;
    }

    /// <summary>Calls.</summary>
    public Rates Rates
    {
        get => _rates;
        init => _rates = value;
    }

    /// <summary>Durations including callees; null where only calls are traced.</summary>
    public LatencySummary? Latency
    {
        get
        {
            if (!Volatile.Read(ref _isTimed))
            {
                _latency = _window!.LatencyOf(_key); // of a row without a window it is set
                Volatile.Write(ref _isTimed, true);
            }

            return _latency;
        }

        init => (_latency, _isTimed, TotalNs) = (value, true, value?.TotalNs);
    }

    /// <summary>Sum of the durations, as <see cref="Latency"/> has it: for one who needs no percentiles.</summary>
    public long? TotalNs { get; private set; }

    /// <summary>Time in the function without its callees; null where only calls are traced.</summary>
    public long? SelfNs
    {
        get => _selfNs;
        init => _selfNs = value;
    }

    /// <summary>Each duration; good for as long as the window is, and not in a copy.</summary>
    public Durations Durations
    {
        get => _window?.DurationsOf(_key) ?? _durations;
        init => _durations = value;
    }

    /// <summary>The longest call since the start or the last clear; null where none was timed.</summary>
    public WorstSpan? Worst
    {
        get => _window?.WorstOf(_key) ?? _worst;
        init => _worst = value;
    }

    /// <summary>The function's address, as its events have it; null of a row that no window made.</summary>
    public ulong? Address => _namedBy is null ? null : GraphKey.Address(_key);

    /// <summary>True for calls of the idle task outside of interrupts, whose time is waiting; they have a row of their own, named <c>NAME (idle)</c>.</summary>
    public bool IsIdle
    {
        get => _isIdle;
        init => _isIdle = value;
    }

    /// <summary>Becomes the row of a window, whatever it was; a name stays while it is the same function's.</summary>
    internal void Fill(FunctionRows window, ulong key, in Rates rates, LatencyCounts? latency, bool hasSelf)
    {
        if (_key != key || !ReferenceEquals(_namedBy, window.Metadata))
        {
            (_key, _namedBy, _name) = (key, window.Metadata, null);
        }

        (_window, _rates, _isIdle) = (window, rates, GraphKey.IsIdle(key));
        TotalNs = latency is { Samples: > 0 } timed ? timed.TotalNs : null;
        (_latency, _isTimed) = (null, TotalNs is null);
        _selfNs = hasSelf ? latency?.SelfNs : null;
    }

    private string TakeName()
    {
        (string name, _module) = RowNames.Function(_namedBy!, _key); // as above
        Volatile.Write(ref _name, name);
        return name;
    }
}
