using Ftop.Decoding.Files;
using Ftop.Decoding.Text;
using Ftop.Tracefs.Native;

namespace Ftop.Tracefs.Capture;

/// <summary>
/// Copies all that is needed to read a buffer's raw sub-buffers somewhere else: the formats of all events, symbols, task names, and the settings in force,
/// laid out as tracefs has them, with the system's <c>kallsyms</c> and <c>version</c> at the top. What this kernel lacks is left out.
/// </summary>
public static class TreeTexts
{
    private const uint Private = 0x180; // 0600: symbols' addresses are in them

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

    /// <summary>
    /// Writes the copies. Written again at the end, when the buffer is not recording any more, they belong together with what it held: formats and symbols stay
    /// as they were at first.
    /// </summary>
    /// <param name="array">Whose buffer is captured.</param>
    /// <param name="directory">Where to; made if it is not there.</param>
    /// <param name="isEnding">Leaves out the rest once true: thousands of formats take a busy machine seconds.</param>
    /// <returns>Files that are there but could not be read, a line each.</returns>
    /// <exception cref="IOException">A copy cannot be written.</exception>
    public static IReadOnlyList<string> Write(TraceArray array, string directory, Func<bool>? isEnding = null)
    {
        ArgumentNullException.ThrowIfNull(array);
        List<string> failures = [];
        void Copy(string source, string name)
        {
            if (isEnding?.Invoke() == true || !File.Exists(source))
            {
                return;
            }

            if (TryRead(source, failures) is byte[] bytes)
            {
                string target = Path.Combine(directory, name);
                WriteWhole(target, bytes);
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

        foreach (string name in OfProc.Where(name => !File.Exists(Path.Combine(directory, name))))
        {
            Copy(Path.Combine("/proc", name), name);
        }

        // tracefs has a directory for each CPU that there could be; the header counts those that are there.
        Copy("/sys/devices/system/cpu/online", "online_cpus");
        foreach (int cpu in array.Cpus)
        {
            Copy(Path.Combine(array.CpuDirectory(cpu), "stats"), $"per_cpu/cpu{cpu}/stats");
        }

        foreach (string name in FormatFiles(array.Root).Select(format => Path.GetRelativePath(array.Root, format)).Where(name => !File.Exists(Path.Combine(directory, name))))
        {
            Copy(Path.Combine(array.Root, name), name);
        }

        return failures;
    }

    private static void WriteWhole(string path, byte[] bytes)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
            _ = Libc.ChangeMode((int)file.SafeFileHandle.DangerousGetHandle(), Private); // refused where the file system has no modes
            file.Write(bytes);
        }
        catch (Exception refused) when (FileException.IsOfFile(refused))
        {
            throw FileException.Of(path, "write", refused);
        }
    }

    private static IEnumerable<string> FormatFiles(string root) =>
        Directory.GetDirectories(Path.Combine(root, "events")).SelectMany(Directory.GetDirectories).Select(directory => Path.Combine(directory, "format"));

    // Modules and probes go while they are copied: what is gone is not missed. Files of sysfs are shorter than they say.
    private static byte[]? TryRead(string path, List<string> failures)
    {
        int errno = new ControlFile(path).TryReadBytes(out byte[] bytes);
        if (errno is not (0 or ErrnoNumber.NoEntry or ErrnoNumber.NotDirectory))
        {
            failures.Add($"{path}: read: this file is not in the capture: {FileErrno.Words(errno)}");
        }

        return errno == 0 ? bytes : null;
    }
}
