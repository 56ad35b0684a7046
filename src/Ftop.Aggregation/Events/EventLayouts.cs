using Ftop.Aggregation.Measures;
using Ftop.Decoding;
using Ftop.Decoding.Formats;
using Ftop.Decoding.RingBuffer;

namespace Ftop.Aggregation.Events;

/// <summary>All that the counting loop needs of a <see cref="TraceMetadata"/>, made when that changes. Immutable and shared by all CPUs.</summary>
internal sealed class EventLayouts
{
    private readonly EventLayout[] _byId;
    private readonly EventLayout[] _byIdOfLeftOut;
    private BoundRule[][] _rules = [[]];
    private readonly List<string> _ruleFaults = [];

    public EventLayouts(TraceMetadata metadata, MeasureSlots? measures = null)
    {
        Metadata = metadata;
        Measures = measures ?? MeasureSlots.None(0);
        HeaderPage = metadata.HeaderPage;
        IReadOnlyList<EventFormat> formats = metadata.Formats.Formats;
        _byId = new EventLayout[formats.Count == 0 ? 0 : formats[^1].Id + 1];
        foreach (EventFormat format in formats)
        {
            _byId[format.Id] = EventLayout.Of(format, HeaderPage.LongSizeBytes);
        }

        AddRules(formats);

        _byIdOfLeftOut = _byId;
        if (metadata.LeftOut is TaskSet leftOut)
        {
            LeftOut = leftOut;
            _byIdOfLeftOut = [.. _byId];
            foreach (EventFormat format in formats)
            {
                _byIdOfLeftOut[format.Id] = EventLayout.OfLeftOut(format.System, _byId[format.Id]);
            }
        }

        FlagsOffset = formats.Count == 0 ? 2 : formats[0].Find("common_flags")?.Offset ?? 2;
        PidOffset = formats.Count == 0 ? 4 : formats[0].Find("common_pid")?.Offset ?? 4;
        RawIds = (metadata.Formats.Find("raw_syscalls", "sys_enter")?.Id ?? 0, metadata.Formats.Find("raw_syscalls", "sys_exit")?.Id ?? 0);
        Native = new SystemCallTraits(metadata.SystemCalls);
        Compat = new SystemCallTraits(metadata.CompatSystemCalls);
        HasCompat = metadata.CompatSystemCalls is not null;
        HasNsClock = metadata.TraceClock is not ("counter" or "uptime" or "x86-tsc" or "ppc-tb" or "s390-tod");
    }

    /// <summary>What this was made from.</summary>
    public TraceMetadata Metadata { get; }

    /// <summary>Layout of a sub-buffer.</summary>
    public HeaderPage HeaderPage { get; }

    /// <summary>What is measured.</summary>
    public MeasureSlots Measures { get; }

    /// <summary>Rules of measures by <see cref="EventLayout.RulesIndex"/>; none at 0.</summary>
    public ReadOnlySpan<BoundRule[]> Rules => _rules;

    /// <summary>Rules of measures that do not fit this kernel's events, a line each.</summary>
    public IReadOnlyList<string> RuleFaults => _ruleFaults;

    /// <summary>By event id, up to the greatest that is known.</summary>
    public ReadOnlySpan<EventLayout> ById => _byId;

    /// <summary>As <see cref="ById"/>, for the events of tasks that are left out.</summary>
    public ReadOnlySpan<EventLayout> ByIdOfLeftOut => _byIdOfLeftOut;

    /// <summary>Tasks that are left out.</summary>
    public TaskSet LeftOut { get; } = new();

    /// <summary>Where records have <c>common_flags</c>, 1 byte.</summary>
    public int FlagsOffset { get; }

    /// <summary>Where records have <c>common_pid</c>, 4 bytes.</summary>
    public int PidOffset { get; }

    /// <summary>Ids of the two raw_syscalls events; 0, which no event has, where the kernel lacks them.</summary>
    public (ushort Enter, ushort Exit) RawIds { get; }

    /// <summary>The machine's own ABI.</summary>
    public SystemCallTraits Native { get; }

    /// <summary>Its 32-bit ABI.</summary>
    public SystemCallTraits Compat { get; }

    /// <summary>Whether tasks may be of the 32-bit ABI.</summary>
    public bool HasCompat { get; }

    /// <summary>Whether time stamps are nanoseconds, so that their differences are durations.</summary>
    public bool HasNsClock { get; }

    private void AddRules(IReadOnlyList<EventFormat> formats)
    {
        if (Measures.Watched.IsEmpty)
        {
            return;
        }

        List<BoundRule[]> all = [[]];
        foreach (EventFormat format in formats)
        {
            BoundRule[] rules = Measures.Bind(format, HeaderPage.LongSizeBytes, HeaderPage.BigEndian, _ruleFaults);
            if (rules.Length > 0)
            {
                _byId[format.Id] = _byId[format.Id].WithRules(all.Count);
                all.Add(rules);
            }
        }

        _rules = [.. all];
    }
}
