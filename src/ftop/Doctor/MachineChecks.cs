using System.Collections.Immutable;
using System.Globalization;
using Ftop.Output;
using Ftop.Tracefs.Control;
using Ftop.Tracefs.Undo;

namespace Ftop.Doctor;

/// <summary>CPUs, memory for the buffers, whether addresses have names, and what earlier runs left behind.</summary>
internal static class MachineChecks
{
    /// <summary>A buffer of this size held every burst that one CPU made.</summary>
    private const long LargestBufferKb = 16 * 1024;

    public static FindingGroup Run(Patient patient) =>
        new("Machine", [Kernel(patient), Cpus(patient), Memory(patient), Symbols(patient), Journal(patient), Leftovers(patient)]);

    private static Finding Kernel(Patient patient) => Finding.Ok("kernel", (patient.Read("/proc/sys/kernel/osrelease") ?? "unknown").Trim());

    private static Finding Cpus(Patient patient)
    {
        string online = (patient.Read("/sys/devices/system/cpu/online") ?? "").Trim();
        string isolated = (patient.Read("/sys/devices/system/cpu/isolated") ?? "").Trim();
        return Finding.Ok("CPUs", $"online {(online.Length > 0 ? online : "unknown")}{(isolated.Length > 0 ? $", isolated {isolated}: their buffers are read from the others" : "")}");
    }

    private static Finding Memory(Patient patient)
    {
        const string what = "memory";
        long? availableKb = AvailableKb(patient);
        if (availableKb is not long available || !CpuList.TryParse((patient.Read("/sys/devices/system/cpu/online") ?? "").Trim(), out ImmutableArray<int> cpus) || cpus.IsEmpty)
        {
            return Finding.Warn(what, "/proc/meminfo and the list of CPUs cannot be read: whether the buffers fit is not known", "start with a small --buffer-size");
        }

        long buffersKb = LargestBufferKb * cpus.Length;
        string said = $"{available / 1024} MiB available, buffers take up to {buffersKb / 1024} MiB ({LargestBufferKb / 1024} MiB for each CPU)";
        return available > 4 * buffersKb
            ? Finding.Ok(what, said)
            : Finding.Warn(what, said, $"--buffer-size {Math.Max(64, available / 4 / cpus.Length)} keeps them to a quarter");
    }

    private static long? AvailableKb(Patient patient)
    {
        string? line = (patient.Read("/proc/meminfo") ?? "").Split('\n').FirstOrDefault(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal));
        string[] words = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return words.Length > 1 && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out long kb) ? kb : null;
    }

    // kernel/kallsyms.c kallsyms_show_value: 0 shows addresses to all where perf_event_paranoid is at most 1, else as 1: with CAP_SYSLOG; 2 hides them from everyone.
    private static Finding Symbols(Patient patient)
    {
        const string what = "function names";
        string restrict = (patient.Read("/proc/sys/kernel/kptr_restrict") ?? "").Trim();
        string paranoid = (patient.Read("/proc/sys/kernel/perf_event_paranoid") ?? "").Trim();
        string[] first = FirstLines(patient.At("/proc/kallsyms"));
        if (first.Length == 0)
        {
            return Finding.Warn(what, "/proc/kallsyms cannot be read: functions are shown as addresses", "build a kernel with CONFIG_KALLSYMS=y (General setup → Load all symbols for debugging/ksymoops)");
        }

        bool isHidden = first.All(static line => line.Split(' ')[0].All(static digit => digit == '0'));
        return !isHidden
            ? Finding.Ok(what, "/proc/kallsyms shows addresses")
            : Finding.Warn(
                what, $"/proc/kallsyms hides addresses (kptr_restrict {restrict}, perf_event_paranoid {paranoid}): functions are shown as addresses",
                patient.IsRoot ? "echo 1 >/proc/sys/kernel/kptr_restrict" : "run as root, as in 'sudo ftop'");
    }

    private static Finding Journal(Patient patient)
    {
        const string what = "undo journal";
        string[] parents = [.. JournalDirectory.Candidates.Select(path => Path.GetDirectoryName(path) ?? "/")];
        string? first = parents.FirstOrDefault(parent => Refusal(parent) is null);
        string remedy = patient.IsRoot ? "mount -t tmpfs tmpfs /run" : "run as root, as in 'sudo ftop'";
        return first switch
        {
            null => Finding.Fail(ExitCode.NotPermitted, what, $"none of {string.Join(' ', parents)} can be written, and without a journal nothing is changed", remedy),
            "/run" => Finding.Ok(what, "/run can be written"),
            _ => Finding.Warn(what, $"/run: {Refusal("/run")}; changes are noted in {first}", remedy),
        };

        string? Refusal(string directory) => patient.ProbeWrite(directory) ?? JournalDirectory.RefusalIn(patient.At(directory));
    }

    private static Finding Leftovers(Patient patient)
    {
        const string what = "leftovers";
        string[] journals =
        [
            .. JournalDirectory.Candidates.SelectMany(
                directory => UndoJournal.FindDead(patient.At(directory), patient.At("/proc")).Select(path => $"{directory}/{Path.GetFileName(path)}")),
        ];
        string[] instances = patient.Tracefs is null ? [] : [.. Names(patient.AtTracefs("instances"), "ftop-*").Where(name => IsLeft(patient, name.Split('-')))];
        return (journals.Length, instances.Length) switch
        {
            (0, 0) => Finding.Ok(what, "none"),
            (0, _) => Finding.Warn(what, $"instances of a killed ftop without a journal: {string.Join(' ', instances)}", "rmdir" + string.Concat(instances.Select(name => $" {patient.Tracefs}/instances/{name}"))),
            _ => Finding.Warn(what, $"an ftop was killed: {string.Join(' ', journals)}", "ftop reset"),
        };
    }

    // "ftop-PID", "ftop-PID-BUFFER"; of "ftop-PID-NUMBER", whose number is a pid namespace, nothing is known here.
    private static bool IsLeft(Patient patient, string[] name) => !(name.Length > 2 && name[2].All(char.IsAsciiDigit)) && !IsAlive(patient, name[1]);

    private static bool IsAlive(Patient patient, string pid) => Directory.Exists(patient.At($"/proc/{pid}"));

    private static string[] Names(string directory, string pattern)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(directory, pattern).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return []; // Not there, or not for us to see; the other findings say so.
        }
    }

    // More than per-CPU symbols at address 0, which some kernels begin with.
    private static string[] FirstLines(string path)
    {
        try
        {
            return [.. File.ReadLines(path).Take(1000)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return []; // The finding says so.
        }
    }
}
