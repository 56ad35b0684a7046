using System.Diagnostics;
using System.Globalization;
using Ftop.Decoding.Text;
using Ftop.TraceDat;

namespace Ftop.Benchmarks;

/// <summary>Reports a trace.dat to nowhere, as <c>ftop report FILE > /dev/null</c> does; <c>report.sh</c> runs trace-cmd report beside it.</summary>
internal static class ReportRun
{
    public static int Run(string path)
    {
        var watch = Stopwatch.StartNew();
        using TraceDatFile file = TraceDatFile.Open(path);
        ulong events = 0;
        foreach (TraceBuffer buffer in file.Buffers.Where(buffer => !buffer.Cpus.IsEmpty))
        {
            TraceTotals totals = TraceReport.Write(file, buffer, Stream.Null);
            events += totals.Entries;
        }

        double seconds = watch.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{events} events in {seconds:F3} s: {events / seconds:F0} events/s"));
        return 0;
    }
}
