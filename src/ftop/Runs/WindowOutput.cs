using Ftop.CommandLine;
using Ftop.Output;

namespace Ftop.Runs;

/// <summary>What windows are written as on standard output.</summary>
internal static class WindowOutput
{
    /// <summary>As the options say.</summary>
    public static IBatchFormat Of(LiveOptions options) =>
        options.IsJson ? new BatchJson(StandardStream.Output, options.Views) : new BatchText(StandardStream.Output.ToText(), options.Views);
}
