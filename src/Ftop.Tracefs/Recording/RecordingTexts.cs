using System.Collections.Immutable;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Metadata;
using Microsoft.Win32.SafeHandles;

namespace Ftop.Tracefs.Recording;

/// <summary>What a recording needs beside the sub-buffers, as the kernel's files say it now. A file that cannot be read is empty.</summary>
public sealed record RecordingTexts
{
    private const int UsualKallsymsBytes = 8 << 20;

    /// <summary>Text of <c>events/header_page</c>.</summary>
    public required string HeaderPage { get; init; }

    /// <summary>Text of <c>events/header_event</c>.</summary>
    public required string HeaderEvent { get; init; }

    /// <summary>Formats by system: all of ftrace's own and those of every system that has an event on.</summary>
    public required ImmutableArray<(string System, string Text)> Formats { get; init; }

    /// <summary>Bytes of <c>/proc/kallsyms</c>.</summary>
    public required ReadOnlyMemory<byte> Kallsyms { get; init; }

    /// <summary>Bytes of <c>printk_formats</c>.</summary>
    public required ReadOnlyMemory<byte> PrintkFormats { get; init; }

    /// <summary>Bytes of <c>saved_cmdlines</c>: names of tasks need not be UTF-8.</summary>
    public required ReadOnlyMemory<byte> SavedCmdLines { get; init; }

    /// <summary>Text of <c>trace_clock</c>.</summary>
    public required string TraceClock { get; init; }

    /// <summary>System, host, release and architecture.</summary>
    public required string Uname { get; init; }

    /// <summary>Text of each CPU's <c>stats</c>.</summary>
    public required ImmutableArray<(int Cpu, string Text)> Stats { get; init; }

    /// <summary>Reads the files.</summary>
    /// <param name="systems">Systems whose formats are read even where none of their events is on.</param>
    /// <param name="array">The buffer that is recorded.</param>
    /// <param name="further">Further buffers in the same recording: their events' formats are read too.</param>
    /// <exception cref="TracefsException">The buffer's layout, without which nothing can be read, cannot be had.</exception>
    public static RecordingTexts Read(ImmutableArray<string> systems, TraceArray array, params IEnumerable<TraceArray> further)
    {
        ArgumentNullException.ThrowIfNull(array);
        return new RecordingTexts
        {
            HeaderPage = array.File("events/header_page").ReadText() + "\n",
            HeaderEvent = Text(Path.Combine(array.Root, "events/header_event")),
            Formats = ReadFormats(systems, [array, .. further]),
            Kallsyms = ReadKallsyms(),
            PrintkFormats = Bytes(Path.Combine(array.Root, "printk_formats")),
            SavedCmdLines = Bytes(Path.Combine(array.Root, "saved_cmdlines")),
            TraceClock = Text(Path.Combine(array.Directory, "trace_clock")),
            Uname = Machine.Description(),
            Stats = ReadStats(array),
        };
    }

    /// <summary>What may have changed since <paramref name="before"/> is read again; a format that went meanwhile is kept.</summary>
    public static RecordingTexts ReadAgain(RecordingTexts before, ImmutableArray<string> systems, TraceArray array, params IEnumerable<TraceArray> further)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(array);
        return before with
        {
            Formats = [.. before.Formats.Union(ReadFormats(systems, [array, .. further]))],
            PrintkFormats = Bytes(Path.Combine(array.Root, "printk_formats")),
            SavedCmdLines = Bytes(Path.Combine(array.Root, "saved_cmdlines")),
            Stats = ReadStats(array),
        };
    }

    /// <summary>Text of each CPU's <c>stats</c> of a buffer.</summary>
    public static ImmutableArray<(int Cpu, string Text)> ReadStats(TraceArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        return [.. array.Cpus.Select(cpu => (cpu, Text(Path.Combine(array.CpuDirectory(cpu), "stats"))))];
    }

    private static ImmutableArray<(string System, string Text)> ReadFormats(ImmutableArray<string> alsoSystems, ImmutableArray<TraceArray> arrays)
    {
        string events = Path.Combine(arrays[0].Root, "events");
        IEnumerable<string> systems = arrays.SelectMany(array => array.Events.Enabled.Select(name => name.System)).Concat(alsoSystems).Distinct().Order(StringComparer.Ordinal);
        ImmutableArray<(string System, string Text)>.Builder formats = ImmutableArray.CreateBuilder<(string System, string Text)>();
        foreach (string system in systems.Prepend("ftrace"))
        {
            string directory = Path.Combine(events, system);
            string[] names = Directory.Exists(directory) ? Directory.GetDirectories(directory) : [];
            Array.Sort(names, StringComparer.Ordinal);
            foreach (string name in names)
            {
                if (new ControlFile(Path.Combine(name, "format")).TryReadText(out string text) == 0)
                {
                    formats.Add((system, text + "\n"));
                }
            }
        }

        return formats.ToImmutable();
    }

    private static byte[] Bytes(string path) => new ControlFile(path).TryReadBytes(out byte[] bytes) == 0 ? bytes : [];

    private static string Text(string path) => new ControlFile(path).TryReadText(out string text) == 0 && text.Length > 0 ? text + "\n" : "";

    // The file does not say its size: room that is not used costs nothing, and copies of megabytes would.
    private static ReadOnlyMemory<byte> ReadKallsyms()
    {
        try
        {
            using SafeFileHandle file = File.OpenHandle("/proc/kallsyms");
            byte[] text = GC.AllocateUninitializedArray<byte>(UsualKallsymsBytes);
            int length = 0;
            while (RandomAccess.Read(file, text.AsSpan(length), length) is int count and > 0)
            {
                length += count;
                if (length == text.Length)
                {
                    Array.Resize(ref text, 2 * text.Length);
                }
            }

            return text.AsMemory(0, length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return default; // CONFIG_KALLSYMS off or /proc hidden: functions are shown by address
        }
    }
}
