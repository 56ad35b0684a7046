using Ftop.Output;
using Ftop.TraceDat;

namespace Ftop.Reporting;

/// <summary>What of a recording could not be read.</summary>
internal static class Missing
{
    /// <summary>Writes a line each.</summary>
    /// <param name="input">The recording, read to its end.</param>
    /// <param name="damaged">Sub-buffers that disagree with the ABI.</param>
    /// <param name="path">The recording's.</param>
    /// <param name="error">Where to.</param>
    public static void Tell(RecordedInput input, ulong damaged, string path, TextWriter error)
    {
        foreach (string problem in input.Problems)
        {
            error.WriteLine($"ftop: {PlainText.Of(problem)}");
        }

        if (damaged > 0)
        {
            error.WriteLine($"ftop: {path}: {damaged} sub-buffers are damaged; events of them are missing");
        }
    }
}
