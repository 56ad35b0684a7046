namespace Ftop.Tracefs.Metadata;

/// <summary>The program a task runs, by the first bytes of <c>/proc/PID/exe</c>, see elf(5).</summary>
internal static class ProcessImage
{
    private const int ClassOffset = 4; // e_ident[EI_CLASS]
    private const byte Class32 = 1;

    /// <summary>True for a 32-bit ELF program; false also for kernel threads and tasks that are gone.</summary>
    public static bool Is32Bit(string exePath)
    {
        Span<byte> ident = stackalloc byte[ClassOffset + 1];
        if (Native.OpenFile.TryOpen(exePath, Native.Libc.ReadOnly, out Native.OpenFile file) != 0)
        {
            return false;
        }

        int errno = file.TryRead(ident, out int count);
        file.Close();
        return errno == 0 && count == ident.Length && ident.StartsWith("\u007fELF"u8) && ident[ClassOffset] == Class32;
    }
}
