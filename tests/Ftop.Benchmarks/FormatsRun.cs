using System.Diagnostics;
using Ftop.Decoding.Formats;
using Ftop.Decoding.PrintFmt;

namespace Ftop.Benchmarks;

/// <summary>
/// Parses every format file of a tracefs, once as a program that has just started and then until the median is known: the formats alone, which is what a start
/// costs, and with every print fmt, which is otherwise parsed with the first event that is printed by it.
/// </summary>
internal static class FormatsRun
{
    private const int Rounds = 21;

    public static int Run(string tracefs)
    {
        (string System, byte[] Text)[] files =
        [
            .. Directory.EnumerateDirectories(Path.Join(tracefs, "events")).SelectMany(Directory.EnumerateDirectories).Select(directory => Path.Join(directory, "format"))
                .Where(File.Exists).Select(path => (path.Split('/')[^3], File.ReadAllBytes(path))),
        ];
        Report("formats", files, withPrintFmts: false);
        Report("formats and print fmts", files, withPrintFmts: true);
        return files.Length > 0 ? 0 : 1;
    }

    private static void Report(string what, (string System, byte[] Text)[] files, bool withPrintFmts)
    {
        var rounds = new TimeSpan[Rounds];
        (int formats, int printFmts) = (0, 0);
        for (int i = 0; i < Rounds; i++)
        {
            long start = Stopwatch.GetTimestamp();
            (formats, printFmts) = Parse(files, withPrintFmts);
            rounds[i] = Stopwatch.GetElapsedTime(start);
        }

        TimeSpan first = rounds[0];
        Array.Sort(rounds);
        Console.WriteLine($"ftop_formats: {formats} {what} of {files.Length} files{(withPrintFmts ? $", {printFmts} of them whole" : "")}: first {first.TotalMilliseconds:F1} ms, median {rounds[Rounds / 2].TotalMilliseconds:F1} ms");
    }

    private static (int Formats, int PrintFmts) Parse((string System, byte[] Text)[] files, bool withPrintFmts)
    {
        var formats = new List<EventFormat>(files.Length);
        foreach ((string system, byte[] text) in files)
        {
            if (EventFormatParser.TryParse(text, system, out EventFormat? format, out _))
            {
                formats.Add(format);
            }
        }

        int printFmts = 0;
        foreach (EventFormat format in withPrintFmts ? formats : [])
        {
            printFmts += PrintFmtParser.TryParse(format, out _, out _) ? 1 : 0;
        }

        return (new EventFormatTable(formats).Formats.Count, printFmts);
    }
}
