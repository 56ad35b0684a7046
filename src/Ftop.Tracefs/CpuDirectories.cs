using System.Collections.Immutable;

namespace Ftop.Tracefs;

/// <summary>The <c>cpuN</c> directories of <c>per_cpu/</c>; the kernel makes one for every CPU that may ever come online.</summary>
internal static class CpuDirectories
{
    public static ImmutableArray<int> Read(string perCpu)
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
