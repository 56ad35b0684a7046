using Ftop.Decoding.Text;

namespace Ftop.Tracefs;

/// <summary>
/// Copies all that is needed to read a buffer's raw sub-buffers somewhere else: the formats of all events, symbols, task names, and the settings in force,
/// laid out as tracefs has them, with the system's <c>kallsyms</c> and <c>version</c> at the top. What this kernel lacks is left out.
/// </summary>
public static class TreeTexts
{
    private static readonly string[] OfMachine =
    [
        "events/header_page", "events/header_event", "saved_cmdlines", "saved_tgids", "printk_formats", "dynamic_events", "kprobe_events", "uprobe_events",
        "available_events", "available_tracers", "README",
    ];

    private static readonly string[] OfBuffer =
    [
        "trace_clock", "trace_options", "current_tracer", "buffer_subbuf_size_kb", "buffer_size_kb", "timestamp_mode", "tracing_cpumask", "set_event",
        "set_event_pid",
    ];

    private static readonly string[] OfProc = ["kallsyms", "version"];

    /// <summary>Writes the copies; the buffer should not be recording any more, so that they belong together.</summary>
    /// <param name="array">Whose buffer is captured.</param>
    /// <param name="directory">Where to; made if it is not there.</param>
    /// <returns>Files that are there but could not be read, a line each.</returns>
    /// <exception cref="IOException">A copy cannot be written.</exception>
    public static IReadOnlyList<string> Write(TraceArray array, string directory)
    {
        ArgumentNullException.ThrowIfNull(array);
        List<string> failures = [];
        void Copy(string source, string name)
        {
            if (!File.Exists(source))
            {
                return;
            }

            if (TryRead(source, failures) is byte[] bytes)
            {
                string target = Path.Combine(directory, name);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.WriteAllBytes(target, bytes);
            }
        }

        // Task names first: others forget while the rest is copied.
        foreach (string name in OfMachine)
        {
            Copy(Path.Combine(array.Root, name), name);
        }

        foreach (string name in OfBuffer)
        {
            Copy(Path.Combine(array.Directory, name), name);
        }

        if (array.Tracer.Current is string tracer && WorstCaseTracer.Is(tracer))
        {
            Copy(Path.Combine(array.Directory, "trace"), "trace");
        }

        foreach (string name in OfProc)
        {
            Copy(Path.Combine("/proc", name), name);
        }

        foreach (int cpu in array.Cpus)
        {
            Copy(Path.Combine(array.CpuDirectory(cpu), "stats"), $"per_cpu/cpu{cpu}/stats");
        }

        foreach (string format in FormatFiles(array.Root))
        {
            Copy(format, Path.GetRelativePath(array.Root, format));
        }

        return failures;
    }

    private static IEnumerable<string> FormatFiles(string root) =>
        Directory.GetDirectories(Path.Combine(root, "events")).SelectMany(Directory.GetDirectories).Select(directory => Path.Combine(directory, "format"));

    // Modules and probes go while they are copied: what is gone is not missed.
    private static byte[]? TryRead(string path, List<string> failures)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            failures.Add($"{path}: read: this file is not in the capture: {(refused is UnauthorizedAccessException ? "not permitted" : refused.Message)}");
            return null;
        }
    }
}
