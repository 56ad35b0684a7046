using System.Text;
using Ftop.Decoding.SystemCalls;

namespace Ftop.TraceDat.Replay;

/// <summary>Which numbers a recorded machine's system calls have: from what <c>uname</c> told, else from how its kernel names its entry points.</summary>
internal static class RecordedMachine
{
    /// <param name="uname">Option <see cref="TraceOptionId.Uname"/>; empty where nothing tells.</param>
    /// <param name="kallsyms">Bytes of <c>kallsyms</c>; may be empty.</param>
    public static SystemCallTable FindSystemCalls(ReadOnlySpan<byte> uname, ReadOnlySpan<byte> kallsyms)
    {
        // The machine is the last word but for the operating system's; host and release come before.
        string[] words = Encoding.UTF8.GetString(uname).Split([' ', '\0', '\n'], StringSplitOptions.RemoveEmptyEntries);
        foreach (string word in words.Skip(2).Reverse())
        {
            if (SystemCallTable.TryFindAbi(word, out SystemCallAbi abi, out _))
            {
                return SystemCallTable.Of(abi);
            }
        }

        // SYSCALL_DEFINE in arch/x86/include/asm/syscall_wrapper.h, arch/arm64/include/asm/syscall_wrapper.h; entry-armv.S.
        return kallsyms.IndexOf(" __x64_sys_read\n"u8) >= 0 ? SystemCallTable.Of(SystemCallAbi.X64)
            : kallsyms.IndexOf(" __arm64_sys_read\n"u8) >= 0 ? SystemCallTable.Of(SystemCallAbi.Arm64)
            : kallsyms.IndexOf(" __ia32_sys_read\n"u8) >= 0 ? SystemCallTable.Of(SystemCallAbi.X86)
            : kallsyms.IndexOf(" vector_swi\n"u8) >= 0 ? SystemCallTable.Of(SystemCallAbi.ArmEabi)
            : SystemCallTable.Unnamed;
    }
}
