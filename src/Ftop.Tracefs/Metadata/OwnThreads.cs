using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Ftop.Tracefs.Native;

namespace Ftop.Tracefs.Metadata;

/// <summary>The threads of this process, as <c>/proc/self/task</c> has them: by the pids of the namespace that /proc is of.</summary>
internal static class OwnThreads
{
    private const string Tasks = "/proc/self/task";
    private const uint StatxLinks = 4; // STATX_NLINK
    private const int LinksOffset = 16; // stx_nlink
    private const int StatxBytes = 256;
    private const int OwnLinks = 2; // the directory's own; each thread adds one (fs/proc/base.c proc_task_getattr)

    /// <summary>By what the threads can be told where their pids cannot; as long as a name may be (TASK_COMM_LEN).</summary>
    public static string CommonName { get; } = string.Create(CultureInfo.InvariantCulture, $"ftop{Random.Shared.Next(1 << 30):x8}");

    /// <summary>How many there are.</summary>
    public static unsafe int Count()
    {
        byte* statx = stackalloc byte[StatxBytes];
        return Libc.Statx(Libc.AtCurrentDirectory, Tasks, 0, StatxLinks, statx) == 0 ? *(int*)(statx + LinksOffset) - OwnLinks : 0;
    }

    /// <summary>Their pids, ascending.</summary>
    public static ImmutableArray<int> List() =>
        [.. Directory.EnumerateDirectories(Tasks).Select(path => int.Parse(Path.GetFileName(path.AsSpan()), CultureInfo.InvariantCulture)).Order()];

    /// <summary>Gives all of <paramref name="threads"/> the common name, which those that they start have too.</summary>
    public static void NameAll(ImmutableArray<int> threads)
    {
        foreach (int thread in threads)
        {
            // Refused only for one that has ended. Without a newline, which would be a letter of the name.
            if (OpenFile.TryOpen($"{Tasks}/{thread}/comm", Libc.WriteOnly, out OpenFile file) == 0)
            {
                file.TryWrite(Encoding.ASCII.GetBytes(CommonName), out _);
                file.Close();
            }
        }
    }
}
