using Ftop.Decoding.Formats;
using Ftop.Decoding.RingBuffer;
using Ftop.Decoding.Symbols;
using Ftop.Decoding.SystemCalls;
using Ftop.Decoding.Text;

namespace Ftop.Decoding;

/// <summary>What is needed to understand a source's bytes; immutable, and cheap to hold.</summary>
public sealed record TraceMetadata
{
    /// <summary>Layout of a sub-buffer, from <c>events/header_page</c> of the very instance.</summary>
    public required HeaderPage HeaderPage { get; init; }

    /// <summary>The event formats known so far, by id.</summary>
    public required EventFormatTable Formats { get; init; }

    /// <summary>Addresses to names, from <c>/proc/kallsyms</c>; made on first use.</summary>
    public required Lazy<SymbolTable> Symbols { get; init; }

    /// <summary>Pids to names.</summary>
    public required ITaskNames Tasks { get; init; }

    /// <summary>
    /// Tasks whose own doings are to be left out of all counts, but not the interrupts and switches that hit them (<see cref="EventContext"/>): those of the
    /// monitor that traces. Null where there are none, as in a recording. Its members may change at any time.
    /// </summary>
    public TaskSet? LeftOut { get; init; }

    /// <summary>Block devices to names; none in a recording, which has no such list.</summary>
    public Lazy<BlockDevices> Devices { get; init; } = new(BlockDevices.None);

    /// <summary>The trace clock in force, as in <c>mono</c>.</summary>
    public required string TraceClock { get; init; }

    /// <summary>System call names of the machine's own ABI.</summary>
    public required SystemCallTable SystemCalls { get; init; }

    /// <summary>System call names of the machine's 32-bit ABI; null where it has none.</summary>
    public SystemCallTable? CompatSystemCalls { get; init; }
}
