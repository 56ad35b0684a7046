using System.Collections.Immutable;
using Ftop.Tracefs.Metadata;
using Ftop.Tracefs.Native;

namespace Ftop.Tracefs;

/// <summary>
/// The <c>cpuN</c> directories of <c>per_cpu/</c>. The kernel makes one for every CPU that may ever come online; on its own tracefs only those that the
/// machine has count.
/// </summary>
internal static class CpuDirectories
{
    /// <summary>The CPUs, ascending; none where the directory is not there.</summary>
    public static ImmutableArray<int> Read(string perCpu) => FileSystemKind.IsTracefs(perCpu) ? OfMachine(ReadAll(perCpu), MachineCpus.Present) : ReadAll(perCpu);

    /// <summary>Those of <paramref name="possible"/> that are present; all where none is known to be.</summary>
    internal static ImmutableArray<int> OfMachine(ImmutableArray<int> possible, ImmutableArray<int> present) =>
        possible.Any(cpu => present.Contains(cpu)) ? [.. possible.Where(cpu => present.Contains(cpu))] : possible;

    private static ImmutableArray<int> ReadAll(string perCpu)
    {
        if (!Directory.Exists(perCpu))
        {
            return [];
        }

        List<int> cpus = [];
        foreach (string directory in Directory.EnumerateDirectories(perCpu, "cpu*"))
        {
            if (int.TryParse(Path.GetFileName(directory).AsSpan("cpu".Length), out int cpu))
            {
                cpus.Add(cpu);
            }
        }

        cpus.Sort();
        return [.. cpus];
    }
}
