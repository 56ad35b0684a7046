using Ftop.Aggregation.Counting;
using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Views.Catalog;

namespace Ftop.Aggregation.Windows;

/// <summary>Times of CPUs and tasks out of the measures of their views.</summary>
internal static class MeasuredTimes
{
    /// <summary>By the kernel's number of a CPU; null where they are not measured.</summary>
    public static Func<ulong, CpuTimes>? OfCpus(MeasureTables tables, MeasureSlots slots)
    {
        if (!IsWatched(slots, Cpus.Run))
        {
            return null;
        }

        CountTable?[] times = [.. Cpus.View.Measures.Select(measure => Within(tables, slots, measure))];
        return cpu => new CpuTimes(Ns(times[0], cpu), Ns(times[1], cpu), Ns(times[2], cpu), Ns(times[3], cpu));
    }

    /// <summary>By pid; null where they are not measured.</summary>
    public static Func<ulong, TaskTimes>? OfTasks(MeasureTables tables, MeasureSlots slots)
    {
        if (!IsWatched(slots, Processes.Run))
        {
            return null;
        }

        CountTable?[] times = [.. Processes.View.Measures.Select(measure => Within(tables, slots, measure))];
        return pid => new TaskTimes(Ns(times[0], pid), Ns(times[1], pid), Ns(times[2], pid), Ns(times[3], pid), Ns(times[4], pid));
    }

    private static bool IsWatched(MeasureSlots slots, Measure measure)
    {
        foreach (MeasureSlot slot in slots.Watched)
        {
            if (slot.Measure == measure)
            {
                return true;
            }
        }

        return false;
    }

    private static CountTable? Within(MeasureTables tables, MeasureSlots slots, Measure measure) =>
        slots.Watched.FirstOrDefault(slot => slot.Measure == measure) is MeasureSlot slot ? tables.Find(slot.Index)?.Within : null;

    private static long Ns(CountTable? table, ulong key) => table?.Count(key) ?? 0;
}
