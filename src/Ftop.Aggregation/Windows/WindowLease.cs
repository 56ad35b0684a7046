namespace Ftop.Aggregation.Windows;

/// <summary>Memory that a window, and every copy of it, reads until one of them is released.</summary>
internal sealed class WindowLease(WindowPool pool, WindowBuffers buffers)
{
    private WindowBuffers? _buffers = buffers;

    /// <summary>Gives the memory back, once.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _buffers, null) is WindowBuffers lent)
        {
            pool.Return(lent);
        }
    }
}
