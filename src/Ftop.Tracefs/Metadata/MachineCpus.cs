using System.Collections.Immutable;
using Ftop.Tracefs.Control;

namespace Ftop.Tracefs.Metadata;

/// <summary>
/// The CPUs of this machine, from <c>/sys/devices/system/cpu</c> (Documentation/admin-guide/cputopology.rst). <em>Possible</em> are all that a kernel may ever
/// see, often 64 of a machine that has two; tracefs has a buffer for each.
/// </summary>
public static class MachineCpus
{
    private const string Directory = "/sys/devices/system/cpu";

    /// <summary>Those that are there, online or not, ascending; empty where sysfs does not tell.</summary>
    public static ImmutableArray<int> Present => Read("present");

    /// <summary>Those that run now, ascending; empty where sysfs does not tell.</summary>
    public static ImmutableArray<int> Online => Read("online");

    private static ImmutableArray<int> Read(string file) =>
        new ControlFile($"{Directory}/{file}").TryReadText(out string text) == 0 && CpuList.TryParse(text.Trim(), out ImmutableArray<int> cpus) ? cpus : [];
}
