namespace Ftop.Aggregation.Windows;

/// <summary>
/// The memory of windows that were released, for the next ones: two are enough, one that is shown and one that is made. A window that nobody releases is
/// the collector's. Safe from any thread.
/// </summary>
internal sealed class WindowPool(AggregationLimits limits, int cpus)
{
    private const int Most = 3;

    private readonly Lock _gate = new();
    private readonly Stack<WindowBuffers> _free = new(Most);

    /// <summary>Memory whose counts may be of any window.</summary>
    public WindowBuffers Take()
    {
        lock (_gate)
        {
            return _free.Count > 0 ? _free.Pop() : new WindowBuffers(limits, cpus);
        }
    }

    /// <summary>Gives memory back.</summary>
    public void Return(WindowBuffers buffers)
    {
        buffers.End();
        lock (_gate)
        {
            if (_free.Count < Most)
            {
                _free.Push(buffers);
            }
        }
    }
}
