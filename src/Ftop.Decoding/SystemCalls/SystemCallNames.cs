namespace Ftop.Decoding.SystemCalls;

/// <summary>
/// The kernel's tables, one file per ABI. Names are those of the table, as in syscalls(2); those of the events differ here and there
/// (<c>newstat</c> for <c>stat</c>).
/// </summary>
internal static partial class SystemCallNames
{
    /// <summary>Name by number; null where the ABI has no such call.</summary>
    public static string?[] Read(SystemCallAbi abi)
    {
        List<string?> names = [];
        NumberedNames.Read(names, abi switch
        {
            SystemCallAbi.X64 => X64,
            SystemCallAbi.X86 => X86,
            SystemCallAbi.X32 => X32,
            SystemCallAbi.Arm64 => Arm64,
            _ => ArmEabi,
        });
        NumberedNames.Read(names, Common);
        return [.. names];
    }
}
