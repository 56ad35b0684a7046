using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using Ftop.TraceDat;
using Ftop.TraceDat.Writing;
using Ftop.Tracefs.Recording;

namespace Ftop.Recording;

/// <summary>What the running kernel's files say, as a trace.dat holds it.</summary>
public static class RecordedContent
{
    private static readonly string Version = $"ftop {typeof(RecordedContent).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion}";

    /// <param name="texts">Of the first buffer.</param>
    /// <param name="instances">Counts of further buffers, by the instance's name.</param>
    /// <param name="further">Options beside those of every recording.</param>
    public static TraceDatContent Of(
        RecordingTexts texts, IEnumerable<(string Name, ImmutableArray<(int Cpu, string Text)> Stats)> instances, IEnumerable<TraceOption> further) => new()
        {
            HeaderPage = texts.HeaderPage,
            HeaderEvent = texts.HeaderEvent,
            Formats = [.. texts.Formats.Select(format => new FormatText(format.System, format.Text))],
            Kallsyms = texts.Kallsyms,
            PrintkFormats = texts.PrintkFormats,
            SavedCmdLines = texts.SavedCmdLines,
            TraceClock = texts.TraceClock,
            CpuCount = texts.Stats.Select(stats => stats.Cpu + 1).DefaultIfEmpty(1).Max(),
            Options =
            [
                Text(TraceOptionId.Uname, texts.Uname),
                Text(TraceOptionId.Version, Version),
                new TraceOption(TraceOptionId.TraceId, Guid.NewGuid().ToByteArray().AsMemory(0, sizeof(long))),
                .. texts.Stats.Select(stats => Text(TraceOptionId.CpuStat, StatsOf(stats))),
                .. instances.Select(instance => Text(TraceOptionId.CpuStat, $"\nBuffer: {instance.Name}\n\n{string.Join('\n', instance.Stats.Select(StatsOf))}")),
                .. further,
            ],
        };

    /// <summary>An option that is text and a NUL.</summary>
    public static TraceOption Text(TraceOptionId id, string text) => new(id, Encoding.UTF8.GetBytes(text + "\0"));

    private static string StatsOf((int Cpu, string Text) stats) => $"CPU: {stats.Cpu}\n{stats.Text}";
}
