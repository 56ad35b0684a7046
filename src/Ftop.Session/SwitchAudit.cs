using System.Globalization;
using Ftop.Aggregation.Windows;

namespace Ftop.Session;

/// <summary>
/// Compares the context switches that were traced with those that the kernel counts (<c>ctxt</c> in /proc/stat, proc(5)). Some kernels (seen: 6.18 on a virtual
/// machine, which now and then traces no switch out of idle, to nobody) lose events that no counter of theirs tells.
/// </summary>
/// <param name="countSwitches">What the kernel counted since it booted; null where it does not say.</param>
/// <param name="isLimited">Whether switches are left out on purpose: by a filter, by pid or by CPU. Asked only where some are missing.</param>
internal sealed class SwitchAudit(Func<long?> countSwitches, Func<bool> isLimited)
{
    private const int WindowsPerLook = 4;
    private const long LeastMissing = 25; // some fall between the two readings
    private const double LeastShare = 0.95;
    private int _turn;
    private long _lost;
    private (long Traced, long Counted)? _before;
    private string? _notice;

    /// <summary>What <c>ctxt</c> of the running kernel says.</summary>
    public static long? CountSwitches()
    {
        const string Name = "ctxt ";
        try
        {
            string? line = File.ReadLines("/proc/stat").FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal));
            return long.TryParse(line.AsSpan(line is null ? 0 : Name.Length), CultureInfo.InvariantCulture, out long count) ? count : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // no /proc here: nothing to compare with
        }
    }

    /// <summary>Takes each window, and looks at every fourth.</summary>
    /// <returns>What to say of the latest ones; null where all was traced, or cannot be known.</returns>
    public string? Take(WindowSnapshot window)
    {
        _lost += window.Total.Lost;
        if (++_turn < WindowsPerLook)
        {
            return _notice;
        }

        _turn = 0;
        (long Traced, long Counted)? now = window.Events.Any(on => on is "sched:sched_switch" or "sched") && countSwitches() is long counted ? (TracedIn(window), counted) : null;
        _notice = _lost == 0 && now is { } last && _before is { } first ? NoticeOf(last.Traced - first.Traced, last.Counted - first.Counted) : null;
        (_before, _lost) = (now, 0);
        return _notice;
    }

    private static long TracedIn(WindowSnapshot window)
    {
        foreach (EventRow row in window.ByEvent) // among the first: what is not read is not made
        {
            if (row is { System: "sched", Name: "sched_switch" })
            {
                return row.Rates.SinceStart;
            }
        }

        return 0;
    }

    private string? NoticeOf(long traced, long counted) =>
        counted - traced < LeastMissing || traced < 0 || traced >= counted * LeastShare || isLimited() // below 0: cleared meanwhile
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"this kernel traced {100 * traced / counted} % of the context switches that it counted: switches, and times of tasks, are lower bounds");
}
