namespace Ftop.Aggregation.Windows;

/// <summary>The steps of a histogram that is looked at: 1, 2, 5, 10 … ns up to an hour, each from its own lower end to the next one's.</summary>
public static class DurationScale
{
    private static readonly long[] Starts = Make();

    /// <summary>How many steps there are.</summary>
    public static int Count => Starts.Length;

    /// <summary>The shortest duration of a step, in ns.</summary>
    public static long LowestNs(int step) => Starts[step];

    /// <summary>The step of a duration.</summary>
    public static int StepOf(long ns)
    {
        int place = Array.BinarySearch(Starts, ns);
        return Math.Max(0, place >= 0 ? place : ~place - 1);
    }

    private static long[] Make()
    {
        List<long> starts = [];
        for (long decade = 1; decade <= 1_000_000_000_000; decade *= 10)
        {
            starts.AddRange([decade, 2 * decade, 5 * decade]);
        }

        return [.. starts];
    }
}
