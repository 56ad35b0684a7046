namespace Ftop.Tracefs.Native;

/// <summary>Kinds of file systems by their magic numbers (<c>include/uapi/linux/magic.h</c>), as statfs(2) tells them.</summary>
internal static class FileSystemKind
{
    private const long TracefsMagic = 0x74726163;
    private const long SysfsMagic = 0x62656572;
    private const int StatfsSize = 256;

    public static bool IsTracefs(string path) => Magic(path) == TracefsMagic;

    public static bool IsSysfs(string path) => Magic(path) == SysfsMagic;

    private static unsafe long Magic(string path)
    {
        // f_type is the first member, a long on every 64-bit architecture.
        long* statfs = stackalloc long[StatfsSize / sizeof(long)];
        return Libc.FileSystem(path, (byte*)statfs) == 0 ? *statfs : 0;
    }
}
