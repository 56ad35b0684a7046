using Ftop.Aggregation.Windows;

namespace Ftop.Output;

/// <summary>Writes windows until there are no more.</summary>
public static class BatchRun
{
    /// <summary>
    /// Writes each window of <paramref name="source"/>, at most <paramref name="iterations"/>, on the caller's thread, and releases it. Ends with the source, or quietly where
    /// nobody reads the output any more. Errors of the source and of the output are thrown.
    /// </summary>
    /// <param name="source">The kernel, or a recording.</param>
    /// <param name="end">Ends the windows.</param>
    /// <param name="format">What they are written as.</param>
    /// <param name="iterations">How many at most; null for all.</param>
    /// <param name="before">Called before each is written; null for nothing.</param>
    public static void Write(IWindowSource source, Task end, IBatchFormat format, int? iterations, Action? before = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(format);
        try
        {
            foreach (WindowSnapshot window in source.WindowsUntil(end).Take(iterations ?? int.MaxValue))
            {
                before?.Invoke();
                format.Write(window);
                window.Release();
            }
        }
        catch (BrokenPipeException)
        {
            // The reader has what it wanted, or the run is to end.
        }
    }
}
