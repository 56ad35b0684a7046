using System.Reactive.Linq;
using Ftop.Aggregation.Windows;

namespace Ftop.Batch;

/// <summary>Writes windows until there are no more.</summary>
internal static class BatchRun
{
    /// <summary>
    /// Writes each of <paramref name="windows"/>, at most <paramref name="iterations"/>. Ends with the sequence, which a signal lets end after a
    /// last window, or quietly where nobody reads the output any more. Errors of the sequence and of the output are thrown.
    /// </summary>
    public static async Task Write(IObservable<WindowSnapshot> windows, IBatchFormat format, int? iterations)
    {
        IObservable<WindowSnapshot> some = iterations is int most ? windows.Take(most) : windows;
        try
        {
            _ = await some.Do(format.Write).LastOrDefaultAsync();
        }
        catch (BrokenPipeException)
        {
            // The reader has what it wanted.
        }
    }
}
