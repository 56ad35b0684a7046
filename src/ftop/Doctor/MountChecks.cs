using System.Collections.Immutable;
using Ftop.Output;
using Ftop.Tracefs.Errors;

namespace Ftop.Doctor;

/// <summary>tracefs and debugfs: built in, mounted, and where.</summary>
internal static class MountChecks
{
    public static FindingGroup Run(Patient patient) => new("Mounts", [Tracefs(patient), DebugFs(patient)]);

    private static Finding Tracefs(Patient patient)
    {
        const string what = "tracefs";
        if (patient.Tracefs is string path)
        {
            return patient.IsMountedForThis
                ? Finding.Ok(what, $"not mounted, but can be: ftop mounts it at {path} while it runs")
                : Finding.Ok(what, $"mounted at {path}");
        }

        if (!IsBuiltIn(patient, "tracefs"))
        {
            return Finding.Fail(ExitCode.NotSupported, what, "not in /proc/filesystems", $"build a kernel with {TracerConfig.Ftrace}");
        }

        return Finding.Fail(ExitCode.NotPermitted, what, patient.TracefsRefusal, patient.IsRoot ? "a container needs tracefs from its host" : "");
    }

    private static Finding DebugFs(Patient patient)
    {
        const string what = "debugfs";
        if (Mounts(patient, "debugfs") is { IsEmpty: false } mounts)
        {
            return Finding.Ok(what, $"mounted at {mounts[0]}");
        }

        return IsBuiltIn(patient, "debugfs")
            ? Finding.Ok(what, "not mounted; ftop does not need it")
            : Finding.Warn(what, "not in /proc/filesystems; ftop does not need it, some drivers' own statistics do", $"build a kernel with {TracerConfig.DebugFs}");
    }

    private static bool IsBuiltIn(Patient patient, string fileSystem) =>
        (patient.Read("/proc/filesystems") ?? "").Split('\n').Any(line => line.Split('\t')[^1] == fileSystem);

    // A line of /proc/PID/mounts: source, directory, type, options.
    private static ImmutableArray<string> Mounts(Patient patient, string fileSystem) =>
        [.. (patient.Read("/proc/self/mounts") ?? "").Split('\n').Select(line => line.Split(' ')).Where(fields => fields.Length > 2 && fields[2] == fileSystem).Select(fields => fields[1])];
}
