namespace Ftop.Decoding.SystemCalls;

/// <summary>Which table a system call number belongs to. An event does not say: it follows from the machine and, for 32-bit programs, from the task.</summary>
public enum SystemCallAbi
{
    /// <summary>x86-64.</summary>
    X64,

    /// <summary>i386; the compat ABI of x86-64.</summary>
    X86,

    /// <summary>x32: x86-64 with 32-bit pointers, numbers with bit 30 set.</summary>
    X32,

    /// <summary>arm64.</summary>
    Arm64,

    /// <summary>ARM EABI; the compat ABI of arm64.</summary>
    ArmEabi,
}
