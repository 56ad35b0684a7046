using System.Runtime.InteropServices;

namespace Ftop.Tracefs.Tests;

/// <summary>
/// This kernel's tracefs, mounted nowhere: a detached mount that only this process's descriptor leads to (fsopen(2), fsmount(2)), so that the machine's
/// mounts stay as they are whatever becomes of the test.
/// </summary>
internal static partial class RealTracefs
{
    private const long FsOpen = 430; // the same on every architecture
    private const long FsConfig = 431;
    private const long FsMount = 432;
    private const int CreateCommand = 6; // FSCONFIG_CMD_CREATE
    private static readonly Lazy<string?> Root = new(TryMount);

    /// <summary>As a path of any process that may look into this one.</summary>
    public static string RequireRoot()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root to trace");
        Assert.SkipUnless(File.ReadAllText("/proc/filesystems").Contains("tracefs", StringComparison.Ordinal), "this kernel has no tracefs");
        Assert.SkipUnless(Root.Value is not null, "this kernel refuses a detached mount of tracefs");
        return Root.Value!;
    }

    private static unsafe string? TryMount()
    {
        fixed (byte* type = "tracefs\0"u8)
        {
            long context = SystemCall(FsOpen, (nint)type, 0, 0, 0, 0);
            if (context < 0 || SystemCall(FsConfig, (nint)context, CreateCommand, 0, 0, 0) < 0)
            {
                return null;
            }

            long mount = SystemCall(FsMount, (nint)context, 0, 0, 0, 0);
            return mount < 0 ? null : $"/proc/{Environment.ProcessId}/fd/{mount}";
        }
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(long number, nint a, nint b, nint c, nint d, nint e);
}
