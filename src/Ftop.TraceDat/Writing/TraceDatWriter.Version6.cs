using System.Collections.Immutable;
using System.Text;

namespace Ftop.TraceDat.Writing;

// Version 6: everything in a fixed order; where the buffers stand is put into their places when it is known.
public sealed partial class TraceDatWriter
{
    private const int NumberOfCpuTableBytes = 2 * sizeof(long);

    private void WriteVersion6(TraceDatContent content, IReadOnlyList<RecordedBufferPages> buffers)
    {
        _output.Write(FileHead().Written);
        foreach (MetadataPart part in MetadataParts.Of(content, _layout.BigEndian))
        {
            _output.Write(part.Head.Written);
            _output.Write(part.Text.Span);
        }

        RecordedBufferPages[] instances = [.. buffers.Where(buffer => buffer.Name.Length > 0)];
        int cpus = Math.Max(content.CpuCount, buffers.SelectMany(buffer => buffer.Cpus).Select(pages => pages.Cpu + 1).DefaultIfEmpty(1).Max());
        RecordedBufferPages first = buffers.First(buffer => buffer.Name.Length == 0);
        long[] offsetPlaces = WriteOptions6(content, instances, cpus, hasClock: first.LatencyText.IsEmpty);
        WriteBuffer6(content, first, cpus);
        for (int i = 0; i < instances.Length; i++)
        {
            long block = _output.Position;
            WriteAt(offsetPlaces[i], NewOutput().UInt64(block));
            WriteBuffer6(content, instances[i], cpus);
        }
    }

    // Returns where each instance's offset is to be put.
    private long[] WriteOptions6(TraceDatContent content, RecordedBufferPages[] instances, int cpus, bool hasClock)
    {
        DatOutput output = NewOutput().UInt32(cpus).Name("options  ");
        long[] places = new long[instances.Length];
        foreach (TraceOption option in content.Options.Where(option => option.Id < TraceOptionId.Strings))
        {
            output.UInt16((int)option.Id).Bytes32(option.Data.Span);
        }

        if (hasClock) // announces its text behind the table of CPUs, where a latency tracer's file has none
        {
            output.UInt16((int)TraceOptionId.TraceClock).UInt32(0);
        }

        for (int i = 0; i < instances.Length; i++)
        {
            byte[] name = Encoding.UTF8.GetBytes(instances[i].Name + "\0");
            output.UInt16((int)TraceOptionId.Buffer).UInt32(sizeof(long) + name.Length);
            places[i] = _output.Position + output.Written.Length;
            output.UInt64(0).Bytes(name);
        }

        output.UInt16((int)TraceOptionId.Done);
        _output.Write(output.Written);
        return places;
    }

    private void WriteBuffer6(TraceDatContent content, RecordedBufferPages buffer, int cpus)
    {
        if (!buffer.LatencyText.IsEmpty)
        {
            _output.Write("latency  \0"u8);
            _output.Write(buffer.LatencyText.Span);
            return;
        }

        _output.Write("flyrecord\0"u8);
        long table = _output.Position;
        _output.Write(new byte[cpus * NumberOfCpuTableBytes]);
        _output.Write(NewOutput().Text64(content.TraceClock).Written);
        ImmutableArray<CpuData> written = WriteCpus(buffer);
        DatOutput offsets = NewOutput();
        for (int cpu = 0; cpu < cpus; cpu++)
        {
            CpuData data = written.FirstOrDefault(data => data.Cpu == cpu && data.SizeBytes > 0);
            offsets.UInt64(data.Offset).UInt64(data.SizeBytes);
        }

        WriteAt(table, offsets);
    }

    private void WriteAt(long place, DatOutput bytes)
    {
        long end = _output.Position;
        _output.Position = place;
        _output.Write(bytes.Written);
        _output.Position = end;
    }
}
