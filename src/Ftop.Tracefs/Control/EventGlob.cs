namespace Ftop.Tracefs.Control;

/// <summary>
/// Which events are meant: <c>all</c>, <c>sched</c> (a system, or an event of that name in any), <c>sched:sched_sw*</c>, <c>sched/sched_switch</c>,
/// <c>*:sched_switch</c>; several by comma. Each side is a <see cref="KernelGlob"/>.
/// </summary>
internal readonly record struct EventGlob(string Text)
{
    /// <summary>The globs between the commas.</summary>
    public string[] Parts => Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public bool IsMatch(EventName name) => Text.Contains(',', StringComparison.Ordinal) ? Parts.Any(part => new EventGlob(part).IsMatchOfOne(name)) : IsMatchOfOne(name);

    private bool IsMatchOfOne(EventName name)
    {
        if (Text == "all")
        {
            return true;
        }

        int colon = Text.AsSpan().IndexOfAny(':', '/');
        if (colon < 0)
        {
            return KernelGlob.IsMatch(Text, name.System) || KernelGlob.IsMatch(Text, name.Name);
        }

        ReadOnlySpan<char> system = Text.AsSpan(0, colon);
        ReadOnlySpan<char> ev = Text.AsSpan(colon + 1);
        return (system.IsEmpty || KernelGlob.IsMatch(system, name.System)) && (ev.IsEmpty || KernelGlob.IsMatch(ev, name.Name));
    }
}
