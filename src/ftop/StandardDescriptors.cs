using System.Runtime.InteropServices;
using System.Text;

namespace Ftop;

/// <summary>
/// Descriptors 0 to 2 that were closed when the program was started. The runtime then opens files and pipes of its own there, which what is said on
/// standard error would go to: so the program begins anew with <c>/dev/null</c> in their place (docs/0010).
/// </summary>
internal static unsafe class StandardDescriptors
{
    private const int Count = 3;

    /// <summary>Returns where all three are open; else does not return but where there is no <c>/dev/null</c> or no <c>/proc</c>.</summary>
    public static void Fill()
    {
        bool isWhole = true;
        for (int descriptor = 0; descriptor < Count; descriptor++)
        {
            isWhole &= WasOpenAtStart(descriptor);
        }

        if (!isWhole && File.Exists("/proc/self/cmdline"))
        {
            BeginAnew(File.ReadAllBytes("/proc/self/cmdline"), File.ReadAllBytes("/proc/self/environ"));
        }
    }

    // What has FD_CLOEXEC was not there when this program was executed: the runtime opened it since.
    private static bool WasOpenAtStart(int descriptor) => Libc.Control(descriptor, Libc.GetDescriptorFlags, 0) == 0;

    // The same words as before: where a loader was started with our path, /proc/self/exe is the loader.
    private static void BeginAnew(byte[] words, byte[] environment)
    {
        int nowhere = Libc.Open("/dev/null", Libc.ReadWrite);
        if (nowhere < 0)
        {
            return;
        }

        for (int descriptor = 0; descriptor < Count; descriptor++)
        {
            if (descriptor != nowhere && !WasOpenAtStart(descriptor))
            {
                _ = Libc.Duplicate(nowhere, descriptor);
            }
        }

        if (nowhere >= Count)
        {
            _ = Libc.Control(nowhere, Libc.SetDescriptorFlags, Libc.CloseOnExec);
        }

        fixed (byte* firstWord = words, firstVariable = environment, path = Encoding.ASCII.GetBytes("/proc/self/exe\0"))
        {
            _ = Libc.Execute(path, Pointers(firstWord, words), Pointers(firstVariable, environment));
        }
    }

    // Of strings that end with a NUL each, as execve(2) takes them: null behind the last. Lives as long as the process.
    private static byte** Pointers(byte* first, ReadOnlySpan<byte> strings)
    {
        int count = strings.Count((byte)0);
        byte** pointers = (byte**)NativeMemory.AllocZeroed((nuint)count + 1, (nuint)sizeof(byte*));
        int start = 0;
        for (int i = 0; i < count; i++)
        {
            pointers[i] = first + start;
            start += strings[start..].IndexOf((byte)0) + 1;
        }

        return pointers;
    }
}
