using System.Diagnostics;
using System.Runtime.InteropServices;
using Ftop.Workload;

// A known number of system calls at a known rate, so that a tracer's numbers can be checked.
// usage: Ftop.Workload COUNT RATE [go]
//   Prints its pid, waits for a line on stdin (not with `go`), makes COUNT getppid calls at RATE a second (0: as fast as it can) from its
//   first thread, whose id is the pid, then prints how long the calls took.
if (args.Length < 2 || !long.TryParse(args[0], out long count) || !long.TryParse(args[1], out long rate))
{
    Console.Error.WriteLine("usage: Ftop.Workload COUNT RATE [go]");
    return 2;
}

Console.WriteLine(Environment.ProcessId);
if (args.Length < 3)
{
    Console.In.ReadLine();
}

long chunk = rate == 0 ? count : Math.Max(1, rate / 1000);
long begin = Stopwatch.GetTimestamp();
for (long done = 0; done < count;)
{
    for (long end = Math.Min(count, done + chunk); done < end; done++)
    {
        _ = Libc.GetParentPid();
    }

    if (rate != 0)
    {
        Thread.Sleep(1);
    }
}

double sec = Stopwatch.GetElapsedTime(begin).TotalSeconds;
Console.WriteLine($"{count} calls in {sec:F6} s");
return 0;

namespace Ftop.Workload
{
    /// <summary>The one system call that the workload makes; glibc does not cache it.</summary>
    internal static partial class Libc
    {
        [LibraryImport("libc", EntryPoint = "getppid")]
        [SuppressGCTransition]
        internal static partial int GetParentPid();
    }
}
