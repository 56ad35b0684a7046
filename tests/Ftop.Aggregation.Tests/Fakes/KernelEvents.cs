using System.Buffers.Binary;
using System.Text;
using Ftop.Decoding.Formats;

namespace Ftop.Aggregation.Tests.Fakes;

/// <summary>Records of a real kernel's events, by the names of their fields.</summary>
internal static class KernelEvents
{
    private static readonly EventFormatTable Formats = new(TestFormats.Of("host-x86_64-6.18"));

    /// <summary>A source of that kernel.</summary>
    public static FakeSource Source(int cpus = 2)
    {
        var source = new FakeSource(cpus);
        source.Metadata = source.Metadata with { Formats = Formats };
        return source;
    }

    /// <summary>A record of <c>system:name</c> in a task; fields that are not given are 0.</summary>
    public static byte[] Of(string name, int pid, params ReadOnlySpan<(string Field, object Value)> fields)
    {
        EventFormat format = Formats.Find(name.Split(':')[0], name.Split(':')[1])!;
        byte[] record = new byte[(format.Fields.Max(field => field.Offset + field.Size) + 3) & ~3];
        BinaryPrimitives.WriteUInt16LittleEndian(record, (ushort)format.Id);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(4), pid);
        foreach ((string field, object value) in fields)
        {
            FormatField found = format.Find(field)!;
            Span<byte> at = record.AsSpan(found.Offset, found.Size);
            if (value is string text)
            {
                Encoding.UTF8.GetBytes(text, at);
            }
            else
            {
                BitConverter.GetBytes(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)).AsSpan(..found.Size).CopyTo(at);
            }
        }

        return record;
    }

    public static byte[] Switch(int from, int to, int state = 0) => Of("sched:sched_switch", from, ("prev_pid", from), ("prev_state", state), ("next_pid", to));

    public static byte[] Waking(int by, int pid) => Of("sched:sched_waking", by, ("pid", pid));

    public static byte[] Irq(int pid, int irq, bool entry) => entry ? Of("irq:irq_handler_entry", pid, ("irq", irq)) : Of("irq:irq_handler_exit", pid, ("irq", irq));

    public static byte[] Softirq(int pid, int vector, bool entry) => Of(entry ? "irq:softirq_entry" : "irq:softirq_exit", pid, ("vec", vector));

    public static byte[] Vector(string name, int pid, int vector) => Of($"irq_vectors:{name}", pid, ("vector", vector));

    public static byte[] Block(string name, int dev, long sector, int sectors = 8, string op = "W") => name switch
    {
        "block_rq_issue" => Of($"block:{name}", 1, ("dev", dev), ("sector", sector), ("bytes", 512 * sectors), ("rwbs", op)),
        "block_split" => Of($"block:{name}", 1, ("dev", dev), ("sector", sector), ("new_sector", sector + sectors), ("rwbs", op)),
        _ => Of($"block:{name}", 1, ("dev", dev), ("sector", sector), ("nr_sector", sectors), ("rwbs", op)),
    };
}
