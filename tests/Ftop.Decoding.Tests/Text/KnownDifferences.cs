using System.Text.RegularExpressions;

namespace Ftop.Decoding.Tests.Text;

/// <summary>The lines that cannot be made from what was recorded, by name and with the reason; nothing else may differ.</summary>
internal static partial class KnownDifferences
{
    /// <summary>Brings both lines to a form in which only what cannot be known is gone.</summary>
    public static (string Kernel, string Ours) Remove(string scenario, string variant, string kernelLine, string ourLine) => (scenario, variant) switch
    {
        // The kernel prints, for a `char *` argument of a system call, where its own ring buffer held the record.
        ("syscalls" or "kernel_stack", "trace.fields") when PointerToString().IsMatch(kernelLine) => RemovePointers(kernelLine, ourLine),

        // Seconds since the inode was dirtied, from `jiffies` at the time of printing.
        ("block_ext4", "trace") when ourLine.Contains(" age=? ", StringComparison.Ordinal) => (Age().Replace(kernelLine, " age=? "), ourLine),

        // sym-userobj looks the address up in the task's memory map while it lives.
        ("ev_user_stack", "trace.sym-userobj") when UserObject().IsMatch(kernelLine) && UserAddress().IsMatch(ourLine) => ("", ""),
        _ => (kernelLine, ourLine),
    };

    private static (string Kernel, string Ours) RemovePointers(string kernelLine, string ourLine)
    {
        foreach (Match pointer in PointerToString().Matches(kernelLine))
        {
            string name = pointer.Groups[1].Value;
            kernelLine = kernelLine.Replace(pointer.Value, $" {name}=?", StringComparison.Ordinal);
            ourLine = Regex.Replace(ourLine, $@" {Regex.Escape(name)}=0x[0-9a-f]+ \(-?\d+\)", $" {name}=?");
        }

        return (kernelLine, ourLine);
    }

    [GeneratedRegex(@" (\w+)=\(0x[0-9a-f]+\)")]
    private static partial Regex PointerToString();

    [GeneratedRegex(@" age=\d+ ")]
    private static partial Regex Age();

    [GeneratedRegex(@"^ => /[^\n]*\[\+0x[0-9a-f]+\]$")]
    private static partial Regex UserObject();

    [GeneratedRegex("^ =>  <[0-9a-f]{16}>$")]
    private static partial Regex UserAddress();
}
