using System.Text;
using System.Text.RegularExpressions;
using Ftop.Decoding.Formats;
using Ftop.Decoding.RingBuffer;
using Ftop.Decoding.Tests.Data;
using Capture = Ftop.Decoding.Tests.Data.Capture;

namespace Ftop.Decoding.Tests.Formats;

/// <summary>Fields of real records, held against the kernel's text of the same records.</summary>
public sealed partial class RealRecordTests
{
    [Theory]
    [InlineData("guest-x86_64-6.1", "ev_sched")]
    [InlineData("host-x86_64-6.18", "sched")]
    public void SchedSwitch_HasTheFieldsOfTheKernelsText(string machine, string scenario)
    {
        EventFormat format = Find(machine, "sched", "sched_switch");
        FieldReader prevComm = new(format.Find("prev_comm")!), prevPid = new(format.Find("prev_pid")!);
        FieldReader nextComm = new(format.Find("next_comm")!), nextPid = new(format.Find("next_pid")!);
        var capture = new Capture($"{machine}/{scenario}");
        List<string> read = [];
        foreach (ReadOnlyMemory<byte> subBuffer in capture.Cpus.SelectMany(cpu => capture.SubBuffers(cpu.Name)))
        {
            var reader = new SubBufferReader(subBuffer.Span, capture.Layout);
            while (reader.TryReadNext(out EventRecord record))
            {
                if (record.TypeId == format.Id)
                {
                    read.Add($"{Text(prevComm, record.Payload)} {Integer(prevPid, record.Payload)} {Text(nextComm, record.Payload)} {Integer(nextPid, record.Payload)}");
                }
            }
        }

        string[] expected = [.. SwitchLine().Matches(capture.TraceText).Select(match =>
            $"{match.Groups[1].Value} {match.Groups[2].Value} {match.Groups[3].Value} {match.Groups[4].Value}")];
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void SchedProcessExec_HasItsDynamicFileName()
    {
        EventFormat format = Find("host-x86_64-6.18", "sched", "sched_process_exec");
        var fileName = new FieldReader(format.Find("filename")!);
        var capture = new Capture("host-x86_64-6.18/sched");
        SortedSet<string> read = [];
        foreach (ReadOnlyMemory<byte> subBuffer in capture.Cpus.SelectMany(cpu => capture.SubBuffers(cpu.Name)))
        {
            var reader = new SubBufferReader(subBuffer.Span, capture.Layout);
            while (reader.TryReadNext(out EventRecord record))
            {
                if (record.TypeId == format.Id)
                {
                    read.Add(Text(fileName, record.Payload));
                }
            }
        }

        Assert.NotEmpty(read);
        Assert.Equal(ExecLine().Matches(capture.TraceText).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal).Distinct(), read);
    }

    private static EventFormat Find(string machine, string system, string name)
    {
        var table = new EventFormatTable(TestData.Formats(Path.Combine(TestData.Root, machine, "formats.tar.gz")).Select(file =>
            EventFormatParser.TryParse(file.Text, file.System, out EventFormat? format, out TextDiagnostic diagnostic)
                ? format
                : throw new InvalidDataException(diagnostic.ToString())));
        return table.Find(system, name) ?? throw new InvalidDataException($"{machine} has no {system}:{name}");
    }

    private static string Text(FieldReader field, ReadOnlySpan<byte> record) =>
        field.TryReadText(record, out ReadOnlySpan<byte> text) ? Encoding.UTF8.GetString(text) : "?";

    private static string Integer(FieldReader field, ReadOnlySpan<byte> record) => field.TryReadInteger(record, out long value) ? $"{value}" : "?";

    [GeneratedRegex(@": sched_switch: prev_comm=(.*) prev_pid=(\d+) .* ==> next_comm=(.*) next_pid=(\d+) ")]
    private static partial Regex SwitchLine();

    [GeneratedRegex(@": sched_process_exec: filename=(\S+) ")]
    private static partial Regex ExecLine();
}
