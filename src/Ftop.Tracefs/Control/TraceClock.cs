using System.Collections.Immutable;
using Ftop.Decoding.Text;
using Ftop.Tracefs.Errors;

namespace Ftop.Tracefs.Control;

/// <summary><c>trace_clock</c>: <c>[local] global counter uptime perf mono …</c>. Changing it clears the buffer.</summary>
public sealed class TraceClock
{
    // mono is CLOCK_MONOTONIC, comparable between CPUs and with our own clock; kernels without it have at least global.
    private static readonly string[] Preferred = ["mono", "boot", "global"];
    private readonly ControlFile _file;

    internal TraceClock(ControlFile file) => _file = file;

    /// <summary>The clock in force.</summary>
    public string Current => Bracketed.Parse(_file.ReadText()).Chosen ?? "local";

    /// <summary>The clocks this kernel has.</summary>
    public ImmutableArray<string> Available => Bracketed.Parse(_file.ReadText()).All;

    /// <summary>Takes <c>mono</c>, else <c>boot</c>, else <c>global</c>.</summary>
    public void SetDefault()
    {
        ImmutableArray<string> available = Available;
        Set(Preferred.FirstOrDefault(clock => available.Contains(clock)) ?? "local");
    }

    /// <summary>Takes <paramref name="clock"/>.</summary>
    /// <exception cref="TracefsException">This kernel does not have it.</exception>
    public void Set(string clock)
    {
        Bracketed clocks = Bracketed.Parse(_file.ReadText());
        if (!clocks.All.Contains(clock))
        {
            throw new TracefsException(
                _file.Path, $"write '{clock}'", 0, TracefsFailure.InvalidValue, $"this kernel has no such clock: it has {string.Join(", ", clocks.All)}{NearNames.Tail(NearNames.Of(clock, clocks.All))}");
        }

        if (clocks.Chosen != clock)
        {
            _file.Write(clock);
        }
    }
}
