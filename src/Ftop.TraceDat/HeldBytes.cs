namespace Ftop.TraceDat;

/// <summary>Counts the unpacked bytes that the readers of a file hold together. For any thread.</summary>
/// <param name="max">As many may be held.</param>
internal sealed class HeldBytes(long max)
{
    private long _held;

    public long Max => max;

    /// <summary>Takes some; false, with none taken, where that would be too many.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= max)
        {
            return true;
        }

        Return(bytes);
        return false;
    }

    public void Return(long bytes) => Interlocked.Add(ref _held, -bytes);
}
