using BenchmarkDotNet.Attributes;
using Ftop.Decoding.RingBuffer;

namespace Ftop.Benchmarks;

/// <summary>Both ways through the same sub-buffers; per event. Beside a peer: decode.sh.</summary>
[MemoryDiagnoser]
public class SubBufferWalkerBenchmarks
{
    // Events in guest-x86_64-6.1/function/cpu1.raw, by its facts.json.
    private const int Events = 20229;

    private readonly FunctionTable _table = new();
    private byte[] _file = [];

    [GlobalSetup]
    public void Unpack() => _file = Captured.Read("guest-x86_64-6.1/function/cpu1.raw");

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public int WalkAndCount()
    {
        int events = 0;
        HeaderPage layout = HeaderPage.Default;
        for (int offset = 0; offset < _file.Length; offset += layout.SubBufferSizeBytes)
        {
            events += _table.Count(_file.AsSpan(offset, layout.SubBufferSizeBytes), layout).Events;
        }

        return events;
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public ulong Read()
    {
        ulong sum = 0;
        HeaderPage layout = HeaderPage.Default;
        for (int offset = 0; offset < _file.Length; offset += layout.SubBufferSizeBytes)
        {
            var reader = new SubBufferReader(_file.AsSpan(offset, layout.SubBufferSizeBytes), layout);
            while (reader.TryReadNext(out EventRecord record))
            {
                sum += record.Timestamp;
            }
        }

        return sum;
    }
}
