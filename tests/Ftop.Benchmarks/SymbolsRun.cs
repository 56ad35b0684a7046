using System.Diagnostics;
using Ftop.Decoding.Symbols;

namespace Ftop.Benchmarks;

/// <summary>Reads a kallsyms file once, as ftop does at its start, and prints what that took.</summary>
internal static class SymbolsRun
{
    public static int Run(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long start = Stopwatch.GetTimestamp();
        SymbolTable table = SymbolTable.Read(new MemoryStream(file));
        TimeSpan spent = Stopwatch.GetElapsedTime(start);
        long bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        Console.WriteLine($"ftop_symbols: {table.Count} symbols, {spent.TotalMilliseconds:F1} ms, {bytes / 1048576.0:F2} MiB");
        GC.KeepAlive(file);
        return 0;
    }
}
