using System.Text;
using Ftop.Output;
using Ftop.TraceDat.Replay;

namespace Ftop.Runs;

/// <summary>A recording in a few lines: what <c>D</c> shows in a replay.</summary>
internal static class ReplayFacts
{
    /// <summary>Lines ended by line feeds.</summary>
    public static string Of(RecordedTrace trace)
    {
        var text = new StringBuilder();
        text.Append($"recording    {PlainText.Of(trace.Path)}\n");
        text.Append($"buffer       {(trace.Buffer.Length == 0 ? "the top-level one" : $"instance {PlainText.Of(trace.Buffer)}")}\n");
        text.Append($"tracer       {(trace.Tracer.Length == 0 ? "not recorded" : PlainText.Of(trace.Tracer))}\n");
        text.Append($"trace clock  {PlainText.Of(trace.Metadata.TraceClock)}{(trace.TimeIsNs ? "" : ", which only counts: all is one window, without rates")}\n");
        text.Append($"CPUs         {string.Join(' ', trace.Cpus)}\n");
        text.Append($"sub-buffers  {trace.SizeBytes / trace.Metadata.HeaderPage.SubBufferSizeBytes} of {trace.Metadata.HeaderPage.SubBufferSizeBytes} bytes\n");
        if (trace.TimeIsNs)
        {
            text.Append($"length       {(trace.End - trace.Start) / 1e9:F6} s\n");
        }

        text.Append('\n');
        text.Append(trace.Problems.Count == 0 ? "nothing is missing or damaged, as far as it was read" : string.Join('\n', trace.Problems.Select(PlainText.Of)));
        return text.ToString();
    }
}
