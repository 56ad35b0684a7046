using Ftop.Aggregation.Windows;

namespace Ftop.Output;

/// <summary>Writes windows until there are no more.</summary>
public static class BatchRun
{
    /// <summary>
    /// Writes each of <paramref name="windows"/>, at most <paramref name="iterations"/>, on the caller's thread, and releases it. Ends with the sequence, or quietly where
    /// nobody reads the output any more. Errors of the sequence and of the output are thrown.
    /// </summary>
    public static void Write(IEnumerable<WindowSnapshot> windows, IBatchFormat format, int? iterations)
    {
        try
        {
            foreach (WindowSnapshot window in windows.Take(iterations ?? int.MaxValue))
            {
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
