using System.Text;
using Ftop.Tracefs.Native;

namespace Ftop.Tracefs;

/// <summary>uname(2).</summary>
internal static class Machine
{
    private const int FieldBytes = 65; // _UTSNAME_LENGTH
    private const int Fields = 6;
    private const int MachineField = 4;

    /// <summary>The kernel's architecture, as in <c>x86_64</c> or <c>aarch64</c>.</summary>
    public static unsafe string Name()
    {
        byte* utsname = stackalloc byte[Fields * FieldBytes];
        _ = Libc.Uname(utsname); // fails only for a bad pointer
        var machine = new ReadOnlySpan<byte>(utsname + (MachineField * FieldBytes), FieldBytes);
        return Encoding.ASCII.GetString(machine[..machine.IndexOf((byte)0)]);
    }
}
