using Ftop.Decoding;
using Ftop.Decoding.Formats;
using Ftop.Decoding.RingBuffer;
using Ftop.Decoding.Symbols;
using Ftop.Decoding.SystemCalls;
using Ftop.Decoding.Text;
using Ftop.Tracefs.Errors;

namespace Ftop.Tracefs.Metadata;

/// <summary>Reads what is needed to understand a running kernel's buffer: formats only of the events that are on and of ftrace's own, symbols on first use.</summary>
internal sealed class LiveMetadata
{
    private const string Partitions = "/proc/partitions";

    private readonly TraceArray _array;
    private readonly Lock _lock = new();
    private TraceMetadata _current;

    public LiveMetadata(TraceArray array)
    {
        _array = array;
        HeaderPage layout = ReadHeaderPage(array);
        (SystemCallTable calls, SystemCallTable? compatCalls) = FindSystemCalls(Machine.Name());
        _current = new TraceMetadata
        {
            HeaderPage = layout,
            Formats = ReadFormats(array, layout, null),
            Symbols = new Lazy<SymbolTable>(ReadSymbols),
            Devices = new Lazy<BlockDevices>(static () => File.Exists(Partitions) ? BlockDevices.Parse(File.ReadAllText(Partitions)) : BlockDevices.None),
            Tasks = new TaskNames(array.Root, compatCalls is not null, PidNamespace.Current.KernelProc),
            TraceClock = array.Clock.Current,
            SystemCalls = calls,
            LeftOut = array.Self.Tasks,
            CompatSystemCalls = compatCalls,
        };
    }

    public TraceMetadata Current => Volatile.Read(ref _current);

    public void RefreshFormats()
    {
        lock (_lock)
        {
            TraceMetadata old = _current;
            Volatile.Write(ref _current, old with { Formats = ReadFormats(_array, old.HeaderPage, old.Formats), TraceClock = _array.Clock.Current });
        }
    }

    internal static (SystemCallTable Calls, SystemCallTable? CompatCalls) FindSystemCalls(string machine)
    {
        if (machine is "riscv64" or "loongarch64")
        {
            return (SystemCallTable.Of(SystemCallAbi.Arm64), null); // both have the generic table (include/uapi/asm-generic/unistd.h), as arm64
        }

        if (!SystemCallTable.TryFindAbi(machine, out SystemCallAbi abi, out SystemCallAbi compatAbi))
        {
            throw new TracefsException("/proc/sys/kernel/arch", "read", 0, TracefsFailure.NotSupported, $"the system call numbers of {machine} are not known");
        }

        return (SystemCallTable.Of(abi), compatAbi == abi ? null : SystemCallTable.Of(compatAbi));
    }

    private static HeaderPage ReadHeaderPage(TraceArray array)
    {
        ControlFile file = array.File("events/header_page");
        return HeaderPage.TryParse(file.ReadText(), out HeaderPage layout, out TextDiagnostic diagnostic)
            ? layout with { BigEndian = !BitConverter.IsLittleEndian }
            : throw new TracefsException(file.Path, "parse", 0, TracefsFailure.Failed, diagnostic.ToString());
    }

    private static EventFormatTable ReadFormats(TraceArray array, HeaderPage layout, EventFormatTable? known)
    {
        // ftrace's own events have formats at the top level only.
        List<EventFormat> formats = [];
        string builtIn = Path.Combine(array.Root, "events", "ftrace");
        if (Directory.Exists(builtIn))
        {
            formats.AddRange(Directory.GetDirectories(builtIn).Select(directory => TryRead(directory, "ftrace", layout)).OfType<EventFormat>());
        }

        formats.AddRange(array.Events.Enabled.Select(name => TryRead(array.Events.EventDirectory(name), name.System, layout)).OfType<EventFormat>());

        // Of an event that is off by now, records may still wait; an id that another event has by now is that event's.
        HashSet<int> ids = [.. formats.Select(format => (int)format.Id)];
        formats.AddRange(known?.Formats.Where(format => !ids.Contains(format.Id)) ?? []);
        return new EventFormatTable(formats);
    }

    // Null for an event whose module went meanwhile, and for a format that cannot be parsed: its events are counted by their id as of unknown format.
    private static EventFormat? TryRead(string directory, string system, HeaderPage layout) =>
        new ControlFile(Path.Combine(directory, "format")).TryReadText(out string text) == 0
            && EventFormatParser.TryParse(text.AsSpan(), system, out EventFormat? format, out _, layout.LongSizeBytes)
            ? format
            : null;

    private static SymbolTable ReadSymbols()
    {
        try
        {
            using FileStream kallsyms = File.OpenRead("/proc/kallsyms");
            return SymbolTable.Read(kallsyms);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return SymbolTable.Empty; // CONFIG_KALLSYMS off or /proc hidden: functions are shown by address
        }
    }
}
