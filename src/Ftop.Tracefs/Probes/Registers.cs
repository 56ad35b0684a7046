using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Ftop.Tracefs.Probes;

/// <summary>Names of registers as probes take them, behind a percent sign (<c>regoffset_table</c> of <c>arch/*/kernel/ptrace.c</c>).</summary>
internal static class Registers
{
    /// <summary>Those of this machine; empty where they are not known here, so that the kernel is asked.</summary>
    public static ImmutableArray<string> Names { get; } = Of(RuntimeInformation.OSArchitecture);

    public static ImmutableArray<string> Of(Architecture architecture) => architecture switch
    {
        Architecture.X64 => ["ax", "bx", "cx", "dx", "si", "di", "bp", "sp", "ip", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "flags", "cs", "ss", "orig_ax"],
        Architecture.Arm64 => [.. Enumerable.Range(0, 31).Select(number => $"x{number}"), "sp", "pc", "pstate"],
        _ => [],
    };

    /// <summary>How the first argument of a function in a program is had, as in <c>%di</c>.</summary>
    public static string FirstArgument { get; } = RuntimeInformation.OSArchitecture switch
    {
        Architecture.X64 => "%di",
        Architecture.Arm64 => "%x0",
        _ => "%REGISTER",
    };
}
