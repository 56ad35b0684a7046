namespace Ftop.Decoding.SystemCalls;

/// <summary>Names of the system calls of one ABI, up to Linux 6.18. <c>raw_syscalls:sys_enter</c> and <c>sys_exit</c> only carry numbers.</summary>
public sealed class SystemCallTable
{
    /// <summary>Marks a number as x32's on an x86-64 kernel (<c>__X32_SYSCALL_BIT</c>).</summary>
    public const long X32Bit = 0x40000000;

    // Calls that ARM numbers apart, from 0x0f0001 (arch/arm/include/uapi/asm/unistd.h __ARM_NR_BASE).
    private const long ArmBase = 0x0f0000;
    private static readonly string[] ArmNames = ["breakpoint", "cacheflush", "usr26", "usr32", "set_tls", "get_tls"];

    private static readonly SystemCallTable?[] Tables = new SystemCallTable?[Enum.GetValues<SystemCallAbi>().Length];

    private readonly string?[] _names;

    private SystemCallTable(SystemCallAbi abi, string?[] names)
    {
        Abi = abi;
        _names = names;
    }

    /// <summary>For a recording that does not tell its machine: every call is shown by number.</summary>
    public static SystemCallTable Unnamed { get; } = new(SystemCallAbi.Arm64, []);

    /// <summary>Whose numbers these are.</summary>
    public SystemCallAbi Abi { get; }

    /// <summary>One more than the greatest number that has a name.</summary>
    public int NumbersToExcl => _names.Length;

    /// <summary>The table of an ABI; made on first use and kept.</summary>
    public static SystemCallTable Of(SystemCallAbi abi) => Tables[(int)abi] ??= new SystemCallTable(abi, SystemCallNames.Read(abi));

    /// <summary>
    /// What a machine uses, by its name in uname(2): of 64-bit programs, and of 32-bit ones on the same kernel. False for a machine whose
    /// tables are not known; its calls are shown by number.
    /// </summary>
    public static bool TryFindAbi(string machine, out SystemCallAbi abi, out SystemCallAbi compatAbi)
    {
        ArgumentNullException.ThrowIfNull(machine);
        (abi, compatAbi, bool known) = machine switch
        {
            "x86_64" => (SystemCallAbi.X64, SystemCallAbi.X86, true),
            "aarch64" => (SystemCallAbi.Arm64, SystemCallAbi.ArmEabi, true),
            "i386" or "i486" or "i586" or "i686" => (SystemCallAbi.X86, SystemCallAbi.X86, true),
            _ when machine.StartsWith("armv", StringComparison.Ordinal) => (SystemCallAbi.ArmEabi, SystemCallAbi.ArmEabi, true),
            _ => (default, default, false),
        };
        return known;
    }

    /// <summary>The call's name, as in syscalls(2); <c>syscall_N</c> if the table has none. x32's numbers are understood in x86-64's table too.</summary>
    public string Name(long number)
    {
        if (Abi == SystemCallAbi.X64 && (number & ~(X32Bit - 1)) == X32Bit)
        {
            return Of(SystemCallAbi.X32).Name(number);
        }

        if (Abi == SystemCallAbi.ArmEabi && number > ArmBase && number <= ArmBase + ArmNames.Length)
        {
            return ArmNames[number - ArmBase - 1];
        }

        long index = Abi == SystemCallAbi.X32 ? number & ~X32Bit : number;
        return (ulong)index < (ulong)_names.Length && _names[index] is string name ? name : $"syscall_{number}";
    }

    /// <summary>The number of a name, for filters; -1 if this ABI has no such call.</summary>
    public int Find(string name) => Array.IndexOf(_names, name);
}
