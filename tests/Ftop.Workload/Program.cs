using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Ftop.Workload;

// A known number of system calls at a known rate, so that a tracer's numbers can be checked.
// usage: Ftop.Workload COUNT RATE [go [SPINS]]
//   Prints its pid, waits for a line on stdin (not with `go`), makes COUNT getppid calls at RATE a second (0: as fast as it can) from its
//   first thread, whose id is the pid, then prints how long the calls took. At a rate it pauses every so often in a poll(2) of 5 ms.
//   With SPINS it spins so often after each call, which no system call disturbs.
if (args.Length < 2 || !long.TryParse(args[0], out long count) || !long.TryParse(args[1], out long rate))
{
    Console.Error.WriteLine("usage: Ftop.Workload COUNT RATE [go [SPINS]]");
    return 2;
}

Console.WriteLine(Environment.ProcessId);
if (args.Length < 3)
{
    Console.In.ReadLine();
}

const int PauseMs = 5;
int spins = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 0;
long chunk = rate == 0 ? count : Math.Max(1, rate * PauseMs / 1000);
long begin = Stopwatch.GetTimestamp();
for (long done = 0; done < count;)
{
    for (long end = Math.Min(count, done + chunk); done < end; done++)
    {
        _ = Libc.GetParentPid();
        Thread.SpinWait(spins);
    }

    if (rate != 0)
    {
        _ = Libc.Poll(0, 0, PauseMs);
    }
}

double sec = Stopwatch.GetElapsedTime(begin).TotalSeconds;
Console.WriteLine($"{count} calls in {sec:F6} s");
return 0;

namespace Ftop.Workload
{
    /// <summary>The system calls that the workload makes; glibc does not cache them.</summary>
    internal static partial class Libc
    {
        [LibraryImport("libc", EntryPoint = "getppid")]
        [SuppressGCTransition]
        internal static partial int GetParentPid();

        [LibraryImport("libc", EntryPoint = "poll")]
        internal static partial int Poll(nint descriptors, nuint count, int timeoutMs);
    }
}
