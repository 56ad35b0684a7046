using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Ftop.Decoding;

namespace Ftop.Tracefs.Control;

/// <summary>
/// Event filters (<c>events/SYSTEM/EVENT/filter</c>) that leave tasks out by pid; <c>set_event_notrace_pid</c> would leave out the interrupts that hit them
/// as well. The kernel takes a filter of less than a page, and swaps it in without losing an event (<c>kernel/trace/trace_events_filter.c</c>).
/// <code>common_pid &lt; 4711 || common_pid &gt; 4720 || common_pid == 4715 || common_flags &amp; 88</code>
/// </summary>
internal static class TaskFilter
{
    // Leaves room for what ends it; where pages are larger the kernel would take more.
    private const int MostBytes = 3800;

    /// <summary>
    /// Lets everything pass but what these tasks do outside of interrupts. Their pids are mostly neighbours, so few comparisons tell; of tasks that are
    /// scattered beyond what a filter can hold the last ones pass.
    /// </summary>
    /// <param name="pids">At least one, ascending.</param>
    /// <param name="isOfATask">Whether the events never happen in an interrupt.</param>
    public static string LeavingOut(ImmutableArray<int> pids, bool isOfATask)
    {
        var gaps = new StringBuilder();
        int last = 1;
        for (; last < pids.Length && gaps.Length < MostBytes; last++)
        {
            gaps.Append(Gap(pids[last - 1], pids[last]));
        }

        string interrupts = isOfATask ? "" : string.Create(CultureInfo.InvariantCulture, $" || common_flags & {EventContext.InterruptFlags}");
        return string.Create(CultureInfo.InvariantCulture, $"common_pid < {pids[0]} || common_pid > {pids[last - 1]}{gaps}{interrupts}");
    }

    /// <summary>Lets everything pass but what tasks of this name do outside of interrupts (<c>COMM</c>, since Linux 4.3).</summary>
    public static string LeavingOut(string comm, bool isOfATask) =>
        string.Create(CultureInfo.InvariantCulture, $"COMM != \"{comm}\"{(isOfATask ? "" : $" || common_flags & {EventContext.InterruptFlags}")}");

    /// <summary>Both filters; one alone where the other is empty or both together are too long for the kernel.</summary>
    public static string And(string leavingOut, string own) =>
        leavingOut.Length == 0 || leavingOut.Length + own.Length > MostBytes ? own
            : own.Length == 0 ? leavingOut
            : $"({leavingOut}) && ({own})";

    private static string Gap(int before, int behind) => (behind - before) switch
    {
        1 => "",
        2 => $" || common_pid == {before + 1}",
        _ => $" || (common_pid > {before} && common_pid < {behind})",
    };
}
