using System.Collections.Immutable;
using Ftop.Aggregation.Windows;

namespace Ftop.Tui.Panes;

/// <summary>Events per second of every CPU over the last 60 windows.</summary>
internal sealed class CpuHistory
{
    public const int Length = 60;

    private readonly Dictionary<int, double[]> _ratesByCpu = [];
    private int _next;

    /// <summary>The highest rate that any CPU has in the history; the scale of bars and charts.</summary>
    public double Highest { get; private set; }

    /// <summary>Newest windows that are there but not shown yet, since the screen is frozen.</summary>
    public int Hidden { get; private set; }

    public void Add(ImmutableArray<CpuRow> cpus, bool isHidden)
    {
        Hidden = isHidden ? Hidden + 1 : 0;
        foreach (double[] rates in _ratesByCpu.Values)
        {
            rates[_next] = 0;
        }

        foreach (CpuRow cpu in cpus)
        {
            if (!_ratesByCpu.TryGetValue(cpu.Cpu, out double[]? rates))
            {
                _ratesByCpu.Add(cpu.Cpu, rates = new double[Length]);
            }

            rates[_next] = cpu.EventsPerSec;
        }

        _next = (_next + 1) % Length;
        if (!isHidden)
        {
            Show();
        }
    }

    /// <summary>Shows what was hidden.</summary>
    public void Show()
    {
        Hidden = 0;
        Highest = 0;
        foreach (double[] rates in _ratesByCpu.Values)
        {
            foreach (double rate in rates)
            {
                Highest = Math.Max(Highest, rate);
            }
        }
    }

    /// <summary>The rate <paramref name="ago"/> windows back, 0 being the newest that is shown; 0 beyond the history.</summary>
    public double At(int cpu, int ago) => ago + Hidden < Length && _ratesByCpu.TryGetValue(cpu, out double[]? rates)
        ? rates[(_next + (2 * Length) - 1 - ago - Hidden) % Length]
        : 0;

    public void Clear()
    {
        _ratesByCpu.Clear();
        (Highest, Hidden) = (0, 0);
    }
}
