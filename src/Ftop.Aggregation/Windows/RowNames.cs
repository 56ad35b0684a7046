using Ftop.Aggregation.Events;
using Ftop.Decoding;
using Ftop.Decoding.Formats;
using Ftop.Decoding.Symbols;
using Ftop.Decoding.SystemCalls;

namespace Ftop.Aggregation.Windows;

/// <summary>Names for the rows of a snapshot; asked for those alone, and kept.</summary>
internal sealed class RowNames
{
    private readonly Dictionary<ulong, string> _systemCalls = [];

    // Formats go with their events, as these are switched off; the rows stay.
    private readonly Dictionary<ulong, (string System, string Name)> _events = [];
    private TraceMetadata? _metadata;

    /// <summary>Takes names from here on.</summary>
    public void Use(TraceMetadata metadata)
    {
        if (!ReferenceEquals(_metadata, metadata))
        {
            _metadata = metadata;
            _systemCalls.Clear();
        }
    }

    /// <summary>System and name of an event.</summary>
    public (string System, string Name) Event(ulong id)
    {
        if (Metadata.Formats.Find((ushort)id) is EventFormat format)
        {
            return _events[id] = (format.System, format.Name);
        }

        if (Metadata.Formats.BlkTraceId == (int)id)
        {
            return ("ftrace", "blktrace");
        }

        return _events.TryGetValue(id, out (string System, string Name) known) ? known : ("", $"#{id}");
    }

    /// <summary>A system call by <see cref="SystemCallKey"/>.</summary>
    public string SystemCall(ulong key)
    {
        if (!_systemCalls.TryGetValue(key, out string? name))
        {
            int number = SystemCallKey.Number(key);
            name = SystemCallKey.IsCompat(key) && Metadata.CompatSystemCalls is SystemCallTable compat
                ? $"{compat.Name(number)} ({NameOf(compat.Abi)})"
                : Metadata.SystemCalls.Name(number);
            _systemCalls.Add(key, name);
        }

        return name;
    }

    /// <summary>A function by an address in it (<see cref="GraphKey"/>), and its module; null for the kernel itself.</summary>
    public static (string Name, string? Module) Function(TraceMetadata metadata, ulong key)
    {
        if (GraphKey.IsIdle(key))
        {
            (string idleName, string? idleModule) = Function(metadata, GraphKey.Address(key));
            return ($"{idleName} (idle)", idleModule);
        }

        SymbolTable symbols = metadata.Symbols.Value;
        int index = symbols.Find(key);
        if (index >= 0)
        {
            string module = symbols.Module(index);
            return (symbols.Name(index), module.Length == 0 ? null : module);
        }

        return ($"0x{key:x}", null);
    }

    private TraceMetadata Metadata => _metadata ?? throw new InvalidOperationException("names were asked for before there was metadata");

    private static string NameOf(SystemCallAbi abi) => abi switch
    {
        SystemCallAbi.X86 => "i386",
        SystemCallAbi.ArmEabi => "arm",
        _ => abi.ToString(),
    };
}
