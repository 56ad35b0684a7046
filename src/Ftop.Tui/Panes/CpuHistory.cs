using System.Collections.Immutable;
using Ftop.Aggregation.Windows;

namespace Ftop.Tui.Panes;

/// <summary>Events per second of every CPU over the last 60 windows.</summary>
internal sealed class CpuHistory
{
    public const int Length = 60;

    private readonly Dictionary<int, double[]> _ratesByCpu = [];
    private readonly Dictionary<int, double[]> _busyByCpu = [];
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

        foreach (double[] busy in _busyByCpu.Values)
        {
            busy[_next] = 0;
        }

        foreach (CpuRow cpu in cpus)
        {
            if (cpu.Times is CpuTimes times)
            {
                if (!_busyByCpu.TryGetValue(cpu.Cpu, out double[]? busy))
                {
                    _busyByCpu.Add(cpu.Cpu, busy = new double[Length]);
                }

                busy[_next] = 100 - times.Percent.Idle;
            }

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
    public double At(int cpu, int ago) => At(_ratesByCpu, cpu, ago);

    /// <summary>The share of time, 0 to 100, that the CPU was not idle; 0 where that was not measured.</summary>
    public double BusyAt(int cpu, int ago) => At(_busyByCpu, cpu, ago);

    public void Clear()
    {
        _ratesByCpu.Clear();
        _busyByCpu.Clear();
        (Highest, Hidden) = (0, 0);
    }

    private double At(Dictionary<int, double[]> byCpu, int cpu, int ago) => ago + Hidden < Length && byCpu.TryGetValue(cpu, out double[]? values)
        ? values[(_next + (2 * Length) - 1 - ago - Hidden) % Length]
        : 0;
}
