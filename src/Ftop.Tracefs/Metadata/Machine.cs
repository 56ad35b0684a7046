using System.Text;
using Ftop.Tracefs.Native;

namespace Ftop.Tracefs.Metadata;

/// <summary>uname(2).</summary>
internal static class Machine
{
    private const int FieldBytes = 65; // _UTSNAME_LENGTH
    private const int Fields = 6;
    private const int ReleaseField = 2;
    private const int BuildField = 3;
    private const int MachineField = 4;
    private static readonly int[] DescriptionFields = [0, 1, ReleaseField, MachineField];

    /// <summary>The kernel's architecture, as in <c>x86_64</c> or <c>aarch64</c>.</summary>
    public static string Name() => Read()[MachineField];

    /// <summary>As in <c>6.1.0-56-amd64</c>.</summary>
    public static string Release() => Read()[ReleaseField];

    /// <summary>As in <c>#1 SMP PREEMPT_DYNAMIC Debian 6.1.192-2 (2026-01-01)</c>.</summary>
    public static string Build() => Read()[BuildField];

    /// <summary>System, host, release and architecture, as in <c>Linux board 6.1.0 aarch64</c>.</summary>
    public static string Description()
    {
        string[] fields = Read();
        return string.Join(' ', DescriptionFields.Select(field => fields[field]));
    }

    private static unsafe string[] Read()
    {
        byte* utsname = stackalloc byte[Fields * FieldBytes];
        _ = Libc.Uname(utsname); // fails only for a bad pointer
        string[] fields = new string[Fields];
        for (int i = 0; i < Fields; i++)
        {
            var field = new ReadOnlySpan<byte>(utsname + (i * FieldBytes), FieldBytes);
            fields[i] = Encoding.ASCII.GetString(field[..field.IndexOf((byte)0)]);
        }

        return fields;
    }
}
