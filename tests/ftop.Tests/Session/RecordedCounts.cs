using System.Buffers.Binary;
using Ftop.Decoding;
using Ftop.Decoding.Formats;
using Ftop.Decoding.RingBuffer;
using Ftop.Decoding.Symbols;

namespace Ftop.Tests.Session;

/// <summary>What a recording holds, counted the plain way: all events at once in the order of time, a dictionary for everything.</summary>
internal sealed class RecordedCounts
{
    private const ushort Loss = ushort.MaxValue;

    private readonly TraceMetadata _metadata;
    private readonly List<(ulong Timestamp, int Cpu, ushort Id, byte[] Record)> _events = [];

    public RecordedCounts(TraceMetadata metadata, IEnumerable<(int Cpu, byte[] SubBuffers)> cpus)
    {
        _metadata = metadata;
        foreach ((int cpu, byte[] subBuffers) in cpus)
        {
            ByCpu[cpu] = 0;
            Read(cpu, subBuffers);
        }

        Count();
    }

    public Dictionary<int, long> ByCpu { get; } = [];

    public Dictionary<string, long> ByName { get; } = [];

    public Dictionary<int, long> ByPid { get; } = [];

    public long Missed { get; private set; }

    /// <summary>Calls, pairs and their time, by number.</summary>
    public Dictionary<int, (long Calls, long Samples, long TotalNs)> SystemCalls { get; } = [];

    /// <summary>Calls and their time, by name.</summary>
    public Dictionary<string, (long Calls, long TotalNs)> Functions { get; } = [];

    private static bool NeverReturns(string name) => name is "exit" or "exit_group";

    private static long Field(EventFormat format, string name, byte[] record) =>
        new FieldReader(format.Find(name)!).TryReadInteger(record, out long value) ? value : throw new InvalidDataException(name);

    private void Read(int cpu, byte[] subBuffers)
    {
        HeaderPage layout = _metadata.HeaderPage;
        ulong last = 0;
        foreach (byte[] subBuffer in subBuffers.Chunk(layout.SubBufferSizeBytes))
        {
            var reader = new SubBufferReader(subBuffer, layout);
            if (reader.MissedEvents.Any)
            {
                Missed += (long)(reader.MissedEvents.Count ?? 1);
                _events.Add((last == 0 ? reader.Timestamp : last, cpu, Loss, []));
                _events.Add((reader.Timestamp, cpu, Loss, []));
            }

            while (reader.TryReadNext(out EventRecord record))
            {
                ByCpu[cpu]++;
                last = record.Timestamp;
                _events.Add((last, cpu, BinaryPrimitives.ReadUInt16LittleEndian(record.Payload), record.Payload.ToArray()));
            }
        }
    }

    private void Count()
    {
        bool hasRaw = _events.Any(item => _metadata.Formats.Find(item.Id) is { System: "raw_syscalls" });
        Dictionary<int, (long Number, ulong Timestamp)> open = [];
        foreach ((ulong timestamp, int _, ushort id, byte[] record) in _events.OrderBy(item => item.Timestamp).ThenBy(item => item.Cpu))
        {
            if (id == Loss)
            {
                open.Clear();
                continue;
            }

            EventFormat? format = _metadata.Formats.Find(id);
            int pid = BinaryPrimitives.ReadInt32LittleEndian(record.AsSpan(4));
            // The blk tracer's event has no format file.
            string name = format is not null ? $"{format.System}:{format.Name}" : id == _metadata.Formats.BlkTraceId ? "ftrace:blktrace" : $":#{id}";
            ByName[name] = ByName.GetValueOrDefault(name) + 1;
            ByPid[pid] = ByPid.GetValueOrDefault(pid) + 1;
            switch (format?.System)
            {
                case "raw_syscalls" when hasRaw:
                    CountSystemCall(open, format.Name == "sys_enter", Field(format, "id", record), pid, timestamp);
                    break;
                case "syscalls" when !hasRaw:
                    CountSystemCall(open, format.Name.StartsWith("sys_enter_", StringComparison.Ordinal), (int)Field(format, "__syscall_nr", record), pid, timestamp);
                    break;
                case "ftrace" when format.Name is "function":
                    CountFunction(Field(format, "ip", record), 0);
                    break;
                case "ftrace" when format.Name is "funcgraph_exit":
                    CountFunction(Field(format, "func", record), Field(format, "rettime", record) - Field(format, "calltime", record));
                    break;
            }
        }
    }

    private void CountSystemCall(Dictionary<int, (long Number, ulong Timestamp)> open, bool isEnter, long number, int pid, ulong timestamp)
    {
        number = number == -1 && !isEnter ? _metadata.SystemCalls.Find("rt_sigreturn") : number;
        (long calls, long samples, long totalNs) = SystemCalls.GetValueOrDefault((int)number);
        if (isEnter && !NeverReturns(_metadata.SystemCalls.Name(number)))
        {
            open[pid] = (number, timestamp);
            return;
        }

        if (!isEnter && open.Remove(pid, out (long Number, ulong Timestamp) call) && call.Number == number)
        {
            samples++;
            totalNs += (long)(timestamp - call.Timestamp);
        }

        SystemCalls[(int)number] = (calls + 1, samples, totalNs);
    }

    private void CountFunction(long address, long ns)
    {
        SymbolTable symbols = _metadata.Symbols.Value;
        int index = symbols.Find((ulong)address);
        string name = index >= 0 ? symbols.Name(index) : $"0x{address:x}";
        (long calls, long totalNs) = Functions.GetValueOrDefault(name);
        Functions[name] = (calls + 1, totalNs + Math.Max(0, ns));
    }
}
