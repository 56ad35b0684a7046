using System.Buffers.Binary;
using Ftop.Decoding.Formats;

namespace Ftop.Aggregation.Tests.Fakes;

/// <summary>The events that tests write, as a 64-bit kernel lays them out, and records of them.</summary>
internal static class Ids
{
    public const ushort Function = 1;
    public const ushort GraphExit = 10;
    public const ushort GraphEntry = 11;
    public const ushort FunctionRepeats = 19;
    public const ushort SchedSwitch = 319;
    public const ushort RawExit = 350;
    public const ushort RawEnter = 351;
    public const ushort ExitOpenat = 658;
    public const ushort EnterOpenat = 659;

    public static EventFormatTable Formats { get; } = new(
    [
        Format("ftrace", "function", Function, "unsigned long ip:8:8", "unsigned long parent_ip:16:8"),
        Format("ftrace", "funcgraph_exit", GraphExit, "unsigned long func:8:8", "int depth:16:4", "unsigned int overrun:20:4",
            "unsigned long long calltime:24:8", "unsigned long long rettime:32:8"),
        Format("ftrace", "funcgraph_entry", GraphEntry, "unsigned long func:8:8", "int depth:16:4"),
        Format("ftrace", "func_repeats", FunctionRepeats, "unsigned long ip:8:8", "unsigned long parent_ip:16:8", "u16 count:24:2"),
        Format("sched", "sched_switch", SchedSwitch, "char prev_comm[16]:8:16", "pid_t prev_pid:24:4"),
        Format("raw_syscalls", "sys_exit", RawExit, "long id:8:8", "long ret:16:8"),
        Format("raw_syscalls", "sys_enter", RawEnter, "long id:8:8", "unsigned long args[6]:16:48"),
        Format("syscalls", "sys_exit_openat", ExitOpenat, "int __syscall_nr:8:4", "long ret:16:8"),
        Format("syscalls", "sys_enter_openat", EnterOpenat, "int __syscall_nr:8:4", "int dfd:16:8"),
    ]);

    /// <summary>A format from fields as <c>TYPE NAME:OFFSET:SIZE</c>.</summary>
    public static EventFormat Format(string system, string name, int id, params string[] fields)
    {
        string[] common = ["unsigned short common_type:0:2", "unsigned char common_flags:2:1", "unsigned char common_preempt_count:3:1", "int common_pid:4:4"];
        string text = $"name: {name}\nID: {id}\nformat:\n{string.Concat(common.Select(Line))}\n{string.Concat(fields.Select(Line))}\nprint fmt: \"\"\n";
        Assert.True(EventFormatParser.TryParse(text, system, out EventFormat? format, out TextDiagnostic diagnostic), diagnostic.ToString());
        return format;
    }

    public static byte[] Enter(int pid, long number) => Record(RawEnter, pid, 64, (8, number));

    public static byte[] Enter(int pid, long number, params ReadOnlySpan<long> arguments)
    {
        byte[] record = Enter(pid, number);
        for (int i = 0; i < arguments.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(16 + (i * sizeof(long))), arguments[i]);
        }

        return record;
    }

    /// <summary>A task leaves the CPU.</summary>
    public static byte[] Switch(int pid, string comm)
    {
        byte[] record = Record(SchedSwitch, pid, 64, (24, pid));
        System.Text.Encoding.UTF8.GetBytes(comm, record.AsSpan(8, 16));
        return record;
    }

    public static byte[] Exit(int pid, long number, long result = 0) => Record(RawExit, pid, 24, (8, number), (16, result));

    public static byte[] Call(int pid, ulong ip) => Record(Function, pid, 24, (8, (long)ip));

    public static byte[] Repeats(int pid, ulong ip, ushort count) => Record(FunctionRepeats, pid, 32, (8, (long)ip), (24, count));

    public static byte[] Graph(int pid, ulong function, int depth, long called, long returned) =>
        Record(GraphExit, pid, 40, (8, (long)function), (16, depth), (24, called), (32, returned));

    public static byte[] Other(int pid) => Record(SchedSwitch, pid, 64);

    public static byte[] Record(ushort id, int pid, int bytes, params ReadOnlySpan<(int Offset, long Value)> words)
    {
        byte[] record = new byte[bytes];
        BinaryPrimitives.WriteUInt16LittleEndian(record, id);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(4), pid);
        foreach ((int offset, long value) in words)
        {
            BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(offset), value);
        }

        return record;
    }

    private static string Line(string field)
    {
        string[] parts = field.Split(':');
        return $"\tfield:{parts[0]};\toffset:{parts[1]};\tsize:{parts[2]};\tsigned:1;\n";
    }
}
