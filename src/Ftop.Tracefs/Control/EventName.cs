namespace Ftop.Tracefs.Control;

/// <summary>An event by the names of its directories, <c>events/System/Name</c>.</summary>
/// <param name="System">As in <c>sched</c>.</param>
/// <param name="Name">As in <c>sched_switch</c>.</param>
public readonly record struct EventName(string System, string Name) : IComparable<EventName>
{
    /// <inheritdoc/>
    public int CompareTo(EventName other)
    {
        int bySystem = string.CompareOrdinal(System, other.System);
        return bySystem != 0 ? bySystem : string.CompareOrdinal(Name, other.Name);
    }

    /// <summary>As in <c>sched:sched_switch</c>.</summary>
    public override string ToString() => $"{System}:{Name}";

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <(EventName left, EventName right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <=(EventName left, EventName right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >(EventName left, EventName right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >=(EventName left, EventName right) => left.CompareTo(right) >= 0;
}
