using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Ftop.Tracefs.Control;
using Ftop.Tracefs.Native;

namespace Ftop.Tracefs.Reading;

/// <summary>On which CPUs threads may be pinned, see sched_setaffinity(2).</summary>
internal static class CpuAffinity
{
    private const int MaskWords = 128; // of 64 CPUs each: the most a kernel can be built for
    private const string IsolatedPath = "/sys/devices/system/cpu/isolated";

    /// <summary>The CPUs that this process may use and that the operator has not isolated, ascending.</summary>
    public static unsafe ImmutableArray<int> Usable()
    {
        ulong* mask = stackalloc ulong[MaskWords];
        NativeMemory.Clear(mask, MaskWords * sizeof(ulong));
        if (Libc.GetAffinity(0, MaskWords * sizeof(ulong), mask) < 0)
        {
            return [];
        }

        ImmutableArray<int> isolated = new ControlFile(IsolatedPath).TryReadText(out string list) == 0 && CpuList.TryParse(list, out ImmutableArray<int> cpus) ? cpus : [];
        ImmutableArray<int>.Builder usable = ImmutableArray.CreateBuilder<int>();
        for (int cpu = 0; cpu < MaskWords * 64; cpu++)
        {
            if ((mask[cpu / 64] >> (cpu % 64) & 1) != 0 && !isolated.Contains(cpu))
            {
                usable.Add(cpu);
            }
        }

        return usable.ToImmutable();
    }

    /// <summary>Keeps the calling thread on one CPU. Refused where that is offline: then the thread stays where it may run.</summary>
    public static unsafe bool TryPin(int cpu)
    {
        ulong* mask = stackalloc ulong[MaskWords];
        NativeMemory.Clear(mask, MaskWords * sizeof(ulong));
        mask[cpu / 64] = 1ul << (cpu % 64);
        return Libc.SetAffinity(0, MaskWords * sizeof(ulong), mask) == 0;
    }
}
