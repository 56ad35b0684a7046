using Ftop.Decoding.RingBuffer;

namespace Ftop.Benchmarks;

/// <summary>Walks a file of 4 KiB sub-buffers and prints one line as its peers in C do, so that they can be run in turns.</summary>
internal static class DecodeRun
{
    public static int Run(string path, int repeats)
    {
        HeaderPage layout = HeaderPage.Default;
        byte[] file = File.ReadAllBytes(path);
        var table = new FunctionTable();
        long events = 0;
        TimeSpan start = Environment.CpuUsage.TotalTime;
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            for (int offset = 0; offset + layout.SubBufferSizeBytes <= file.Length; offset += layout.SubBufferSizeBytes)
            {
                events += table.Count(file.AsSpan(offset, layout.SubBufferSizeBytes), layout).Events;
            }
        }

        TimeSpan spent = Environment.CpuUsage.TotalTime - start;
        Console.WriteLine(
            $"ftop_walk: {events / repeats} events, {table.Functions} functions, {spent.TotalNanoseconds / events:F2} ns/event");
        return 0;
    }
}
