using System.Text;
using Ftop.Decoding.SystemCalls;

namespace Ftop.TraceDat.Replay;

/// <summary>Which numbers a recorded machine's system calls have: from what <c>uname</c> told, else from how its kernel names its entry points.</summary>
internal static class RecordedMachine
{
    /// <param name="uname">Option <see cref="TraceOptionId.Uname"/>; empty where nothing tells.</param>
    /// <param name="symbols">The kernel's; may be none.</param>
    public static SystemCallTable FindSystemCalls(ReadOnlySpan<byte> uname, RecordedSymbols symbols)
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
        return symbols.TryFindAddress("__x64_sys_read"u8, out _) ? SystemCallTable.Of(SystemCallAbi.X64)
            : symbols.TryFindAddress("__arm64_sys_read"u8, out _) ? SystemCallTable.Of(SystemCallAbi.Arm64)
            : symbols.TryFindAddress("__ia32_sys_read"u8, out _) ? SystemCallTable.Of(SystemCallAbi.X86)
            : symbols.TryFindAddress("vector_swi"u8, out _) ? SystemCallTable.Of(SystemCallAbi.ArmEabi)
            : SystemCallTable.Unnamed;
    }
}
