namespace Ftop.Decoding.Formats;

/// <summary>
/// The event formats of one kernel at one time, by id and by name. Immutable and safe to share between threads: when probes or modules come and
/// go, ids are reused, so a new table takes the place of the old.
/// </summary>
public sealed class EventFormatTable
{
    private readonly EventFormat?[] _byId;
    private readonly Dictionary<(string System, string Name), EventFormat> _byName = [];

    /// <param name="formats">In any order; of two with the same id the later one counts, as it was read later.</param>
    public EventFormatTable(IEnumerable<EventFormat> formats)
    {
        ArgumentNullException.ThrowIfNull(formats);
        EventFormat[] all = [.. formats];
        _byId = new EventFormat?[all.Length == 0 ? 0 : all.Max(format => format.Id) + 1];
        foreach (EventFormat format in all)
        {
            _byId[format.Id] = format;
        }

        Formats = [.. _byId.OfType<EventFormat>()];
        foreach (EventFormat format in Formats)
        {
            _byName[(format.System, format.Name)] = format;
        }
    }

    /// <summary>Ascending by id.</summary>
    public IReadOnlyList<EventFormat> Formats { get; }

    /// <summary>
    /// Id of the blk tracer's event, <c>ftrace:blktrace</c>, which has no format file: TRACE_BLK comes behind TRACE_USER_STACK in <c>enum trace_type</c> of
    /// kernel/trace/trace.h. Null where that is not known.
    /// </summary>
    public int? BlkTraceId => Find("ftrace", "user_stack")?.Id + 1;

    /// <summary>Constant time; null for an id that no format had when this table was read.</summary>
    public EventFormat? Find(ushort id) => id < _byId.Length ? _byId[id] : null;

    /// <summary>For example <c>Find("sched", "sched_switch")</c>; null if there is none.</summary>
    public EventFormat? Find(string system, string name) => _byName.GetValueOrDefault((system, name));
}
