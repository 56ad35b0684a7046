using System.Collections.Immutable;
using Ftop.Decoding;
using Ftop.Decoding.Formats;
using Ftop.Decoding.RingBuffer;
using Ftop.Decoding.Symbols;
using Ftop.Decoding.SystemCalls;

namespace Ftop.Benchmarks;

/// <summary>Metadata of some CPUs, whose sub-buffers the benchmark hands over itself.</summary>
internal sealed class RepeatSource : ITraceSource, ITaskNames
{
    public const ushort Function = 1;
    public const ushort GraphExit = 10;
    public const ushort Exit = 350;
    public const ushort Enter = 351;
    public const ushort Alloc = 400;
    public const ushort Free = 401;

    public RepeatSource(int cpus = 2)
    {
        Cpus = [.. Enumerable.Range(0, cpus)];
        Metadata = new TraceMetadata
        {
            HeaderPage = HeaderPage.Default,
            Formats = new EventFormatTable([
                Format("ftrace", "function", Function, "unsigned long ip", ""),
                Format("ftrace", "funcgraph_exit", GraphExit, "unsigned long func", "\tfield:int depth;\toffset:16;\tsize:4;\tsigned:1;\n"
                    + "\tfield:unsigned int overrun;\toffset:20;\tsize:4;\tsigned:0;\n\tfield:unsigned long long calltime;\toffset:24;\tsize:8;\tsigned:0;\n"
                    + "\tfield:unsigned long long rettime;\toffset:32;\tsize:8;\tsigned:0;\n"),
                Format("raw_syscalls", "sys_exit", Exit, "long id", "\tfield:long ret;\toffset:16;\tsize:8;\tsigned:1;\n"),
                Format("raw_syscalls", "sys_enter", Enter, "long id", ""),
                Format("kmem", "kmalloc", Alloc, "long ptr", "\tfield:unsigned long call_site;\toffset:16;\tsize:8;\tsigned:0;\n"),
                Format("kmem", "kfree", Free, "long ptr", ""),
                Format("last", "of_a_kernel", 2400, "long nothing", ""), // ids go as far as a kernel's do
            ]),
            Symbols = new Lazy<SymbolTable>(SymbolTable.Empty),
            Tasks = this,
            TraceClock = "mono",
            SystemCalls = SystemCallTable.Of(SystemCallAbi.X64),
            CompatSystemCalls = SystemCallTable.Of(SystemCallAbi.X86),
        };
    }

    public TraceMetadata Metadata { get; }

    public ImmutableArray<int> Cpus { get; }

    public string CommOf(int pid) => "task";

    public bool IsCompat(int pid) => false;

    public void Start(ISubBufferSink sink)
    {
    }

    public void Drain()
    {
    }

    public CpuStats ReadStats(int cpuIndex) => default;

    public void RefreshFormats()
    {
    }

    public void Dispose()
    {
    }

    private static EventFormat Format(string system, string name, int id, string first, string more)
    {
        string text = $"name: {name}\nID: {id}\nformat:\n\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"
            + "\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n\n"
            + $"\tfield:{first};\toffset:8;\tsize:8;\tsigned:1;\n{more}\nprint fmt: \"\"\n";
        return EventFormatParser.TryParse(text, system, out EventFormat? format, out TextDiagnostic diagnostic)
            ? format
            : throw new InvalidOperationException(diagnostic.ToString());
    }
}
