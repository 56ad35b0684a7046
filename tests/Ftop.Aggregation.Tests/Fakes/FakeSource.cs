using System.Collections.Immutable;
using Ftop.Decoding;
using Ftop.Decoding.RingBuffer;
using Ftop.Decoding.Symbols;
using Ftop.Decoding.SystemCalls;

namespace Ftop.Aggregation.Tests.Fakes;

/// <summary>A source whose CPUs deliver when the test says so, at once or with the next drain.</summary>
internal sealed class FakeSource : ITraceSource
{
    private readonly List<(int CpuIndex, byte[] SubBuffer)> _waiting = [];
    private readonly CpuStats[] _stats;
    private ISubBufferSink? _sink;

    public FakeSource(int cpus = 2)
    {
        Cpus = [.. Enumerable.Range(0, cpus)];
        _stats = new CpuStats[cpus];
    }

    public TraceMetadata Metadata { get; set; } = new()
    {
        HeaderPage = HeaderPage.Default,
        Formats = Ids.Formats,
        Symbols = new Lazy<SymbolTable>(() => SymbolTable.Empty),
        Tasks = new FakeTasks(),
        TraceClock = "mono",
        SystemCalls = SystemCallTable.Of(SystemCallAbi.X64),
    };

    public ImmutableArray<int> Cpus { get; }

    public int Refreshes { get; private set; }

    public Action OnRefresh { get; set; } = static () => { };

    public void Start(ISubBufferSink sink) => _sink = sink;

    /// <summary>Hands events over now.</summary>
    public void Deliver(int cpuIndex, params IEnumerable<(ulong Timestamp, byte[] Record)> events)
    {
        foreach (byte[] page in SubBuffers.Pack(events))
        {
            DeliverPage(cpuIndex, page);
        }
    }

    public void DeliverPage(int cpuIndex, byte[] page) => _sink!.Accept(cpuIndex, page);

    /// <summary>Hands events over with the next drain.</summary>
    public void DeliverOnDrain(int cpuIndex, params IEnumerable<(ulong Timestamp, byte[] Record)> events) =>
        _waiting.AddRange(SubBuffers.Pack(events).Select(page => (cpuIndex, page)));

    public void SetStats(int cpuIndex, CpuStats stats) => _stats[cpuIndex] = stats;

    public void Drain()
    {
        foreach ((int cpuIndex, byte[] page) in _waiting)
        {
            DeliverPage(cpuIndex, page);
        }

        _waiting.Clear();
    }

    public CpuStats ReadStats(int cpuIndex) => _stats[cpuIndex];

    public void RefreshFormats()
    {
        Refreshes++;
        OnRefresh();
    }

    public void Dispose()
    {
    }
}
