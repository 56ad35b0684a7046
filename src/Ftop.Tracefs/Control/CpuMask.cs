using System.Collections.Immutable;
using System.Globalization;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Metadata;

namespace Ftop.Tracefs.Control;

/// <summary><c>tracing_cpumask</c>: on which CPUs events are recorded.</summary>
public sealed class CpuMask
{
    private readonly ControlFile _file;

    internal CpuMask(ControlFile file) => _file = file;

    /// <summary>Whether every CPU that runs is recorded; false also where the file cannot be read.</summary>
    public bool IsWhole => _file.TryReadText(out string mask) == 0 && IsSetFor(MachineCpus.Online, mask);

    /// <summary>Records only on these CPUs.</summary>
    /// <returns>Those of them that are offline and bring nothing until they come, as a list; null for none.</returns>
    /// <exception cref="TracefsException"><see cref="TracefsFailure.InvalidValue"/>: one does not exist, or all are offline.</exception>
    public string? Set(ImmutableArray<int> cpus)
    {
        string? offline = Check(cpus, MachineCpus.Present, MachineCpus.Online);
        _file.Write(CpuList.ToMask(cpus));
        return offline;
    }

    /// <param name="cpus">Which ones.</param>
    /// <param name="mask">The kernel's way to write it: hexadecimal, the highest CPUs first, a comma every 32.</param>
    internal static bool IsSetFor(ImmutableArray<int> cpus, string mask)
    {
        string digits = mask.Trim().Replace(",", "", StringComparison.Ordinal);
        return cpus.All(cpu => cpu / 4 < digits.Length
            && byte.TryParse(digits.AsSpan(digits.Length - 1 - (cpu / 4), 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte four)
            && (four & (1 << (cpu % 4))) != 0);
    }

    internal string? Check(ImmutableArray<int> cpus, ImmutableArray<int> present, ImmutableArray<int> online)
    {
        bool areKnown = present.IsEmpty || cpus.All(cpu => present.Contains(cpu));
        ImmutableArray<int> offline = online.IsEmpty ? [] : [.. cpus.Where(cpu => !online.Contains(cpu))];
        return (areKnown, offline.Length) switch
        {
            (false, _) => throw Refusal($"this machine has CPUs {CpuList.ToText(present)}"),
            (_, int count) when count == cpus.Length && count > 0 => throw Refusal($"CPUs {CpuList.ToText(offline)} are offline; online are {CpuList.ToText(online)}"),
            (_, 0) => null,
            _ => CpuList.ToText(offline),
        };

        TracefsException Refusal(string reason) => new(_file.Path, $"choose CPUs {CpuList.ToText(cpus)} in", 0, TracefsFailure.InvalidValue, reason);
    }
}
