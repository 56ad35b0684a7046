using System.Buffers.Binary;
using System.Text;
using Ftop.Decoding.Formats;
using Ftop.Decoding.RingBuffer;
using Ftop.Decoding.Text;
using Ftop.Decoding.Text.Symbols;

namespace Ftop.Decoding.Tests.Text;

public sealed class TraceTextTests
{
    private const ushort BprintId = 6;
    private const ushort OsnoiseId = 17;
    private const ushort TimerlatId = 18;
    private const ushort HwlatId = 16;
    private const ushort ContextSwitchId = 2;
    private const ushort BranchId = 9;
    private const ushort FuncRepeatsId = 20;

    private static readonly EventFormat[] Formats = [.. Recording.ReadFormats(Path.Combine(Recording.DataDirectory, "host-x86_64-6.18", "formats.tar.gz")).Where(format => format.System == "ftrace")];

    [Fact]
    public void MissedEvents_BetweenSubBuffers_HaveALineBeforeTheNextEvent()
    {
        byte[] first = SubBuffer(0, Event(1, Function(1)));
        byte[] second = SubBuffer(7, Event(2, Function(2)));

        Assert.Equal(
            """
                       <...>-9       [000] .....     0.000001: 0x00000001
            CPU:0 [LOST 7 EVENTS]
                       <...>-9       [000] .....     0.000002: 0x00000002

            """,
            Print([.. first, .. second]));
    }

    [Fact]
    public void UnknownType_IsNamedByItsNumber() => Assert.Equal(": Unknown type 999\n", Body(Record(999, [0, 0, 0, 0])));

    [Fact]
    public void Bprint_FormatsItsBinaryArguments()
    {
        byte[] arguments = [42, 0, 0, 0, (byte)'h', (byte)'i', 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, (byte)'!', 0, 0, 0];

        string body = Body(
            Record(BprintId, [.. Long(0), .. Long(0x1000), .. arguments]),
            PrintkFormats.Parse("0x1000 : \"n=%d s=%-4s l=%ld c=%c 100%%\\n\"\n"u8));

        Assert.Equal(": 0: n=42 s=hi   l=-1 c=! 100%\n", body);
    }

    [Fact]
    public void Bprint_WithoutItsFormat_SaysWhichIsMissing() =>
        Assert.Equal(": 0: [0x1000 is not in printk_formats]\n", Body(Record(BprintId, [.. Long(0), .. Long(0x1000)])));

    [Fact]
    public void Osnoise_HasShareOfTheCpuLeft() => Assert.Equal(
        ": 1000000       2023  99.79770      97     37      0   1023     52     18\n",
        Body(Record(OsnoiseId, [.. Long(2023), .. Long(1_000_000), .. Long(97), .. Int(37), .. Int(0), .. Int(1023), .. Int(52), .. Int(18)], "osnoise")));

    [Fact]
    public void Timerlat_NamesTheContext() => Assert.Equal(
        ": #1     context thread timer_latency     11301 ns\n",
        Body(Record(TimerlatId, [.. Int(1), .. Int(1), .. Long(11_301)], "timerlat")));

    [Fact]
    public void Hwlat_HasInnerAndOuterLatency() => Assert.Equal(
        ": #12    inner/outer(us):   13/14    ts:1499801089.066141940 count:2 nmi-count:1\n",
        Body(Record(HwlatId, [.. Long(13), .. Long(14), .. Long(0), .. Long(1_499_801_089), .. Long(66_141_940), .. Int(1), .. Int(12), .. Int(2)], "hwlat")));

    [Fact]
    public void ContextSwitch_HasBothTasks() => Assert.Equal(
        ":       12:120:S ==> [003]       0:120:R <idle>\n",
        Body(Record(ContextSwitchId, [.. Int(12), .. Int(0), .. Int(3), 120, 1, 120, 0])));

    [Fact]
    public void FuncRepeats_HasTheTimeOfTheLastCall() => Assert.Equal(
        ": 0x00000001 <-0x00000002 (repeats: 3, last_ts:     0.000002)\n",
        Body(Record(FuncRepeatsId, [.. Long(1), .. Long(2), 3, 0, 0, 0, .. Int(3000)], "func_repeats"), timestamp: 5000));

    [Fact]
    public void Branch_SaysWhetherTheGuessWasRight()
    {
        byte[] payload = new byte[58];
        BinaryPrimitives.WriteInt32LittleEndian(payload, 12);
        "f"u8.CopyTo(payload.AsSpan(4));
        "a.c"u8.CopyTo(payload.AsSpan(35));
        payload[56] = 1;
        if (Formats.All(format => format.Name != "branch"))
        {
            payload = [];
        }

        Assert.Equal(payload.Length == 0 ? $": Unknown type {BranchId}\n" : ": [  ok  ] f:a.c:12\n", Body(Record(BranchId, payload)));
    }

    [Fact]
    public void Lines_AllocateNothingOnceEveryTypeWasSeen()
    {
        var recording = new Recording("host-x86_64-6.18", "raw_syscalls");
        TraceTextInput input = recording.Input("trace");
        var trace = new TraceText(input, recording.Cpus(input.HeaderPage.SubBufferSizeBytes));
        using var text = new TextBuffer();
        for (int i = 0; i < 400; i++)
        {
            Assert.True(trace.TryWriteNext(text));
            text.Clear();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        int events = 0;
        while (trace.TryWriteNext(text))
        {
            text.Clear();
            events++;
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(250, events);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void DamagedSubBuffers_NeverThrow()
    {
        var recording = new Recording("guest-x86_64-6.1", "graph_mixed_events");
        TraceTextInput input = recording.Input("trace");
        byte[] sound = new byte[input.HeaderPage.SubBufferSizeBytes * 4];
        ISubBufferSequence source = recording.Cpus(input.HeaderPage.SubBufferSizeBytes).First().SubBuffers;
        for (int offset = 0; offset < sound.Length; offset += input.HeaderPage.SubBufferSizeBytes)
        {
            source.Read(sound.AsSpan(offset));
        }

        using var text = new TextBuffer();
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            byte[] damaged = [.. sound];
            for (int i = 0; i < 200; i++)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            var trace = new TraceText(
                input with { Tracer = seed % 2 == 0 ? "nop" : "function_graph" }, [(0, new ArraySubBuffers(damaged, input.HeaderPage.SubBufferSizeBytes))]);
            while (trace.TryWriteNext(text))
            {
                if (text.Length >= 1 << 18)
                {
                    Assert.Fail($"seed {seed}: {text.Length} bytes: {Encoding.Latin1.GetString(text.Written[..600])}");
                }

                text.Clear();
            }
        }
    }

    private static string Body(byte[] record, PrintkFormats? printkFormats = null, ulong timestamp = 0)
    {
        string line = Print(SubBuffer(null, Event(timestamp, record)), printkFormats);
        return line[line.IndexOf(": ", StringComparison.Ordinal)..];
    }

    private static string Print(byte[] subBuffers, PrintkFormats? printkFormats = null)
    {
        var input = new TraceTextInput
        {
            HeaderPage = HeaderPage.Default,
            Formats = new EventFormatTable(Formats),
            PrintkFormats = printkFormats ?? PrintkFormats.Empty,
            Kernel = new KernelVersion(6, 18, "6.18"),
            CpuCount = 1,
        };
        var trace = new TraceText(input, [(0, new ArraySubBuffers(subBuffers, HeaderPage.Default.SubBufferSizeBytes))]);
        using var text = new TextBuffer();
        while (trace.TryWriteNext(text))
        {
        }

        return Encoding.UTF8.GetString(text.Written);
    }

    private static byte[] Function(long ip) => Record(1, [.. Long(ip), .. Long(0)]);

    private static byte[] Record(ushort id, byte[] payload, string? name = null)
    {
        ushort type = name is null ? id : Formats.FirstOrDefault(format => format.Name == name)?.Id ?? id;
        return [(byte)type, (byte)(type >> 8), 0, 0, 9, 0, 0, 0, .. payload];
    }

    // A long event: type_len 0, its length in the next word.
    private static (ulong Timestamp, byte[] Record) Event(ulong us, byte[] record) => (us < 100 ? us * 1000 : us, record);

    private static byte[] SubBuffer(ulong? missed, (ulong Timestamp, byte[] Record) item)
    {
        byte[] subBuffer = new byte[HeaderPage.Default.SubBufferSizeBytes];
        int padded = (item.Record.Length + 3) & ~3;
        uint commit = (uint)(8 + padded);
        BinaryPrimitives.WriteUInt64LittleEndian(subBuffer, item.Timestamp);
        BinaryPrimitives.WriteInt32LittleEndian(subBuffer.AsSpan(20), padded + 4);
        item.Record.CopyTo(subBuffer.AsSpan(24));
        if (missed is > 0)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(subBuffer.AsSpan(16 + (int)commit), missed.Value);
            commit |= 3u << 30;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(subBuffer.AsSpan(8), commit);
        return subBuffer;
    }

    private static byte[] Int(int value) => BitConverter.GetBytes(value);

    private static byte[] Long(long value) => BitConverter.GetBytes(value);
}
