using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Tests.Fakes;
using Ftop.Aggregation.Views;
using Ftop.Aggregation.Windows;
using Ftop.Decoding.Formats;
using Ftop.Decoding.Symbols;
using Ftop.Decoding.SystemCalls;
using Ftop.Decoding.Tests.Data;
using Capture = Ftop.Decoding.Tests.Data.Capture;
using Match = System.Text.RegularExpressions.Match;

namespace Ftop.Aggregation.Tests;

/// <summary>Real sub-buffers, counted here and, independently, in the kernel's own text of the same buffer.</summary>
public partial class CaptureTests
{
    private const string Guest = "guest-x86_64-6.1";
    private const string Sigreturn = "15";
    private const string Host = "host-x86_64-6.18";

    [Fact]
    public void Function_CountsPerFunctionAndPid_EqualTheText()
    {
        WindowSnapshot snapshot = Count(Guest, "function", out ImmutableArray<Line> lines);
        Assert.Equal(21_627, snapshot.Total.Events);
        Same(lines.Select(line => line.Body.Split(' ')[0]), snapshot.Functions.Select(row => (row.Name, row.Rates.Count)));
        Same(lines.Select(line => line.Pid), snapshot.Processes.Select(row => (row.Pid, row.Rates.Count)));
        Same(lines.Select(line => line.Cpu), snapshot.Cpus.Select(row => (row.Cpu, row.Events)));
        Assert.False(snapshot.IsTruncated);
    }

    [Theory]
    [InlineData(Guest, "ev_sched", 697)]
    [InlineData(Host, "sched", 1008)]
    [InlineData(Host, "irq_timer", 400)]
    public void Events_CountsPerTypeAndPid_EqualTheText(string machine, string scenario, int events)
    {
        WindowSnapshot snapshot = Count(machine, scenario, out ImmutableArray<Line> lines);
        Assert.Equal(events, snapshot.Total.Events);
        Same(lines.Select(line => line.Body.Split(':')[0]), snapshot.ByEvent.Select(row => (row.Name, row.Rates.Count)));
        Same(lines.Select(line => line.Pid), snapshot.Processes.Select(row => (row.Pid, row.Rates.Count)));
    }

    [Theory]
    [InlineData(Guest, "ev_syscalls")]
    [InlineData(Host, "syscalls")]
    public void NamedSystemCalls_CountsErrorsAndDurations_EqualTheText(string machine, string scenario)
    {
        WindowSnapshot snapshot = Count(machine, scenario, out ImmutableArray<Line> lines);
        Compare(snapshot, lines, static body => NamedExit().Match(body) is { Success: true } exit
            ? (exit.Groups[1].Value, Number(exit.Groups[2].Value))
            : null, static body => NamedEnter().Match(body) is { Success: true } enter ? enter.Groups[1].Value : null);
    }

    [Fact]
    public void RawSystemCalls_CountsErrorsAndDurations_EqualTheText()
    {
        WindowSnapshot snapshot = Count(Host, "raw_syscalls", out ImmutableArray<Line> lines);
        Compare(snapshot, lines, static body => RawExit().Match(body) is { Success: true } exit
            ? (exit.Groups[1].Value is "-1" ? Sigreturn : exit.Groups[1].Value, long.Parse(exit.Groups[2].Value, CultureInfo.InvariantCulture))
            : null, static body => RawEnter().Match(body) is { Success: true } enter ? enter.Groups[1].Value : null);
    }

    [Fact]
    public void FunctionGraph_CallsAndTotals_EqualTheText()
    {
        WindowSnapshot snapshot = Count(Guest, "function_graph", out _);
        Dictionary<string, (long Calls, double TotalUs)> leaves = [];
        foreach (Match leaf in GraphLeaf().Matches(new Capture(Path.Combine(Guest, "function_graph")).TraceText))
        {
            (long calls, double us) = leaves.GetValueOrDefault(leaf.Groups[2].Value);
            leaves[leaf.Groups[2].Value] = (calls + 1, us + double.Parse(leaf.Groups[1].Value, CultureInfo.InvariantCulture));
        }

        // Functions that the text shows as leaves alone: their calls, totals and own times are plain there.
        HashSet<string> others = [.. GraphOpen().Matches(new Capture(Path.Combine(Guest, "function_graph")).TraceText).Select(open => open.Groups[1].Value)];
        int compared = 0;
        foreach ((string name, (long calls, double totalUs)) in leaves.Where(leaf => !others.Contains(leaf.Key)))
        {
            FunctionRow[] rows = [.. snapshot.Functions.Where(row => row.Name == name || row.Name == $"{name} (idle)")];
            Assert.Equal(calls, rows.Sum(row => row.Rates.Count));
            Assert.InRange(rows.Sum(row => row.Latency?.TotalNs ?? 0) / 1000.0, totalUs - (calls * 0.001), totalUs + (calls * 0.001));
            Assert.Equal(rows.Sum(row => row.Latency?.TotalNs), rows.Sum(row => row.SelfNs));
            compared++;
        }

        Assert.InRange(compared, 100, 1000);
        Assert.Equal(snapshot.ByEvent.Single(row => row.Name == "funcgraph_exit").Rates.Count, snapshot.Functions.Sum(row => row.Rates.Count));
        Assert.All(snapshot.Functions, row => Assert.InRange(row.SelfNs ?? -1, 0, row.Latency?.TotalNs ?? 0));
    }

    [Fact]
    public void Overrun_IsMissedAndMarked()
    {
        WindowSnapshot snapshot = Count(Guest, "overrun_overwrite", out _);
        Assert.Equal(462, snapshot.Total.Events);
        Assert.True(snapshot.Total.Missed > 0 && snapshot.IsLowerBound);
    }

    [Fact]
    public void SubBuffersOf8K_AreCounted()
    {
        WindowSnapshot snapshot = Count(Host, "subbuf_8k", out ImmutableArray<Line> lines);
        Assert.Equal(25_717, snapshot.Total.Events);
        Same(lines.Select(line => line.Pid), snapshot.Processes.Select(row => (row.Pid, row.Rates.Count)));
    }

    [Fact]
    public void Softirqs_CountsAndTimes_EqualTheText()
    {
        MeasureTable table = Measured(Host, "irq_timer", "softirqs", out ImmutableArray<Line> lines);
        Dictionary<int, (string Vector, double Time)> open = [];
        List<(string Vector, double Us)> spans = [];
        foreach (Line line in lines)
        {
            if (SoftirqEnter().Match(line.Body) is { Success: true } enter)
            {
                open[line.Cpu] = (enter.Groups[1].Value, line.Time);
            }
            else if (line.Body.StartsWith("softirq_exit", StringComparison.Ordinal) && open.Remove(line.Cpu, out (string Vector, double Time) begin))
            {
                spans.Add((begin.Vector, (line.Time - begin.Time) * 1e6));
            }
        }

        Assert.NotEmpty(spans);
        Same(lines.Select(line => SoftirqEnter().Match(line.Body)).Where(match => match.Success).Select(match => match.Groups[1].Value), table.Rows.Select(row => (row.Name, row.Rates.Count)));
        Compare(spans, table);
    }

    [Fact]
    public void Timers_CountsAndTimes_EqualTheText()
    {
        MeasureTable table = Measured(Host, "irq_timer", "timers", out ImmutableArray<Line> lines);
        Dictionary<int, (string Row, double Time)> open = []; // they do not nest on their CPU
        List<(string Row, double Us)> spans = [];
        List<string> begins = [];
        foreach (Line line in lines)
        {
            if (TimerExpires().Match(line.Body) is { Success: true } match)
            {
                string row = match.Groups[1].Value;
                begins.Add(row);
                open[line.Cpu] = (row, line.Time);
            }
            else if (line.Body.StartsWith("hrtimer_expire_exit", StringComparison.Ordinal) && open.Remove(line.Cpu, out (string Row, double Time) opened))
            {
                spans.Add((opened.Row, (line.Time - opened.Time) * 1e6));
            }
        }

        Assert.NotEmpty(spans);
        Same(begins, table.Rows.Select(row => (row.Name, row.Rates.Count)));
        Compare(spans, table);
    }

    [Fact]
    public void IdleStates_LastFromGoingInToComingOut()
    {
        EventFormat idle = TestFormats.Of(Host).Single(format => format.Name == "cpu_idle");
        using var session = new Session(new FakeSource { Metadata = new FakeSource().Metadata with { Formats = new EventFormatTable([idle]) } });
        session.Aggregator.Watch([ViewCatalog.Find("idle")!.Measure!]);
        session.Next();
        byte[] State(uint state, uint cpu) => Ids.Record(idle.Id, 0, 16, (8, state | ((long)cpu << 32)));
        session.Source.Deliver(1, (1000, State(2, 1)), (6000, State(uint.MaxValue, 1)), (7000, State(0, 1)), (7500, State(uint.MaxValue, 1)), (9000, State(2, 1)));
        MeasureTable table = Assert.Single(session.Next(isLast: true).Measures);
        Assert.Equal([("1 2", 2, 5000, 1), ("1 0", 1, 500, 0)], table.Rows.Select(row => (row.Name, row.Rates.Count, row.Latency!.Value.MaxNs, row.InFlight!.Value)));
    }

    /// <summary>The text of 6.18 has the function behind the work: <c>work struct 0x…: function vmstat_update</c>.</summary>
    [Fact]
    public void WorkItems_AreTiedByTheirAddress()
    {
        EventFormat[] formats = [.. TestFormats.Of(Host)];
        EventFormat begin = formats.Single(format => format.Name == "workqueue_execute_start");
        using var session = new Session(new FakeSource { Metadata = new FakeSource().Metadata with { Formats = new EventFormatTable(formats) } });
        session.Aggregator.Watch([ViewCatalog.Find("workqueues")!.Measure!]);
        session.Next();
        ushort end = formats.Single(format => format.Name == "workqueue_execute_end").Id;
        session.Source.Deliver(0, (1000, Ids.Record(begin.Id, 7, 24, (begin.Find("work")!.Offset, 0x100), (begin.Find("function")!.Offset, 0x200))), (9000, Ids.Record(end, 7, 24, (8, 0x100))));
        MeasureRow row = Assert.Single(Assert.Single(session.Next(isLast: true).Measures).Rows);
        Assert.Equal(("0x200", 1, 8000), (row.Name, row.Rates.Count, row.Latency!.Value.MaxNs));
    }

    /// <summary>Who waits to run, from the text: woken or preempted, until it is switched to.</summary>
    [Theory]
    [InlineData(Host, "sched")]
    [InlineData(Guest, "ev_sched")]
    public void Wakeups_CountsAndTimes_EqualTheText(string machine, string scenario)
    {
        MeasureTable table = Measured(machine, scenario, "wakeups", out ImmutableArray<Line> lines);
        Dictionary<string, double> waits = [];
        HashSet<string> running = [];
        List<(string Task, double Us)> spans = [];
        List<string> runs = [];
        foreach (Line line in lines.OrderBy(line => line.Time))
        {
            if (Waking().Match(line.Body) is { Success: true } waking && !running.Contains(waking.Groups[1].Value))
            {
                waits[waking.Groups[1].Value] = line.Time;
            }
            else if (SwitchText().Match(line.Body) is { Success: true } change)
            {
                (string from, bool wasRunnable, string to) = (change.Groups[1].Value, change.Groups[2].Value[0] == 'R', change.Groups[3].Value);
                waits.Remove(from);
                running.Remove(from);
                if (wasRunnable && from != "0")
                {
                    waits[from] = line.Time;
                }

                if (to == "0")
                {
                    continue;
                }

                runs.Add(to);
                running.Add(to);
                if (waits.Remove(to, out double since))
                {
                    spans.Add((to, (line.Time - since) * 1e6));
                }
            }
        }

        Assert.NotEmpty(spans);
        Same(runs, table.Rows.Where(row => row.Rates.Count > 0).Select(row => ($"{row.Parts[0].Number}", row.Rates.Count)));
        Compare(spans, table, row => $"{row.Parts[0].Number}");
        Assert.Equal(waits.Count, table.Rows.Sum(row => row.InFlight));
    }

    /// <summary>The capture followed a task, and completions come in interrupts: all that was issued is open.</summary>
    [Fact]
    public void BlockRequests_CountsAndBytes_EqualTheText()
    {
        MeasureTable table = Measured(Host, "block_ext4", "block", out ImmutableArray<Line> lines);
        Match[] issues = [.. lines.Select(line => BlockIssue().Match(line.Body)).Where(match => match.Success)];
        Assert.Equal(16, issues.Length);
        Same(issues.Select(issue => $"{issue.Groups[1].Value} {issue.Groups[2].Value}"), table.Rows.Select(row => (row.Name, row.Rates.Count)));
        Assert.Equal(issues.Sum(issue => long.Parse(issue.Groups[3].Value, CultureInfo.InvariantCulture)), table.Rows.Sum(row => row.Sum!.Value.Count));
        Assert.Equal(issues.Select(issue => $"{issue.Groups[1].Value} {issue.Groups[4].Value}").Distinct().Count(), table.Rows.Sum(row => row.InFlight));
    }

    // The text has µs, each end rounded.
    private static void Compare(List<(string Row, double Us)> spans, MeasureTable table, Func<MeasureRow, string>? nameOf = null)
    {
        nameOf ??= static row => row.Name;
        Dictionary<string, double[]> byRow = spans.GroupBy(span => span.Row).ToDictionary(group => group.Key, group => group.Select(span => span.Us).ToArray());
        Same(spans.Select(span => span.Row), table.Rows.Where(row => row.Latency is not null).Select(row => (nameOf(row), row.Latency!.Value.Samples)));
        foreach (MeasureRow row in table.Rows.Where(row => row.Latency is not null))
        {
            double[] us = byRow[nameOf(row)];
            Assert.InRange(row.Latency!.Value.TotalNs / 1000.0, us.Sum() - us.Length - 0.1, us.Sum() + us.Length + 0.1);
            Assert.InRange(row.Latency.Value.MaxNs / 1000.0, us.Max() - 1.1, us.Max() + 1.1);
        }
    }

    private static MeasureTable Measured(string machine, string scenario, string view, out ImmutableArray<Line> lines) =>
        Assert.Single(Count(machine, scenario, out lines, ViewCatalog.Find(view)!.Measure!).Measures);

    private static WindowSnapshot Count(string machine, string scenario, out ImmutableArray<Line> lines, params Measure[] measures)
    {
        var capture = new Capture(Path.Combine(machine, scenario));
        string root = Path.Combine(TestData.Root, machine);
        var source = new FakeSource();
        source.Metadata = source.Metadata with
        {
            HeaderPage = capture.Layout,
            Formats = new EventFormatTable(TestFormats.Of(machine)),
            Symbols = new Lazy<SymbolTable>(() => SymbolTable.Read(new MemoryStream(TestData.Read(Path.Combine(root, "kallsyms"))))),
            CompatSystemCalls = SystemCallTable.Of(SystemCallAbi.X86),
        };
        using var session = new Session(source);
        session.Aggregator.Watch(measures);
        session.Next();
        int cpuIndex = 0;
        foreach (var cpu in capture.Cpus)
        {
            foreach (ReadOnlyMemory<byte> subBuffer in capture.SubBuffers(cpu.Name))
            {
                source.DeliverPage(cpuIndex, subBuffer.ToArray());
            }

            cpuIndex++;
        }

        lines = [.. TextLine().Matches(capture.TraceText).Select(line => new Line(
            int.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture),
            int.Parse(line.Groups[2].Value, CultureInfo.InvariantCulture),
            double.Parse(line.Groups[3].Value, CultureInfo.InvariantCulture),
            line.Groups[4].Value))];
        return session.Next(isLast: true);
    }

    private static void Compare(
        WindowSnapshot snapshot, ImmutableArray<Line> lines, Func<string, (string Call, long Result)?> exitOf, Func<string, string?> enterOf)
    {
        Dictionary<string, long> calls = [];
        Dictionary<int, (string Call, double Time)> open = [];
        long errors = 0;
        long samples = 0;
        double totalSec = 0;
        foreach (Line line in lines)
        {
            if (exitOf(line.Body) is (string call, long result))
            {
                calls[call] = calls.GetValueOrDefault(call) + 1;
                errors += result is < 0 and > -512 ? 1 : 0;
                if (open.Remove(line.Pid, out (string Call, double Time) entered) && entered.Call == call)
                {
                    samples++;
                    totalSec += line.Time - entered.Time;
                }
            }
            else if (enterOf(line.Body) is string entered && entered is not ("sys_exit_group" or "231"))
            {
                open[line.Pid] = (entered, line.Time);
            }
        }

        SystemCallRow[] rows = [.. snapshot.SystemCalls.Where(row => row.Name is not "exit_group" and not "exit" && row.Rates.Count > 0)];
        Assert.Equal(calls.Values.Order(), rows.Select(row => row.Rates.Count).Order());
        Assert.Equal(errors, rows.Sum(row => row.Errors));
        Assert.Equal(samples, rows.Sum(row => row.Latency?.Samples ?? 0));
        Assert.InRange(rows.Sum(row => row.Latency?.TotalNs ?? 0) / 1e9, totalSec - (samples * 1e-6), totalSec + (samples * 1e-6));
        Assert.InRange(samples, 100, 1000);
    }

    private static void Same<TKey>(IEnumerable<TKey> seen, IEnumerable<(TKey Key, long Count)> rows)
        where TKey : notnull =>
        Assert.Equal(
            seen.CountBy(key => key).Select(pair => (pair.Key, (long)pair.Value)).Order(),
            rows.GroupBy(row => row.Key, row => row.Count).Select(group => (group.Key, group.Sum())).Where(row => row.Item2 != 0).Order());

    private static long Number(string hex) => unchecked((long)ulong.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^softirq_entry: vec=\d+ \[action=(\w+)\]")]
    private static partial Regex SoftirqEnter();

    [GeneratedRegex(@"^hrtimer_expire_entry: hrtimer=\S+ function=(\S+)")]
    private static partial Regex TimerExpires();

    [GeneratedRegex(@"^sched_(?:waking|wakeup_new): comm=.* pid=(\d+) ")]
    private static partial Regex Waking();

    [GeneratedRegex(@"^sched_switch: prev_comm=.* prev_pid=(\d+) prev_prio=\d+ prev_state=(\S+) ==> next_comm=.* next_pid=(\d+) ")]
    private static partial Regex SwitchText();

    [GeneratedRegex(@"^block_rq_issue: (\d+,\d+) (\w+) (\d+) \(.*\) (\d+) \+ ")]
    private static partial Regex BlockIssue();

    [GeneratedRegex(@"^.{16}-(\d+) +\[(\d+)\] \S{5} +(\d+\.\d+): (.*)$", RegexOptions.Multiline)]
    private static partial Regex TextLine();

    [GeneratedRegex(@"^(sys_\w+) -> 0x([0-9a-f]+)")]
    private static partial Regex NamedExit();

    [GeneratedRegex(@"^(sys_\w+)\(")]
    private static partial Regex NamedEnter();

    [GeneratedRegex(@"^sys_exit: NR (-?\d+) = (-?\d+)")]
    private static partial Regex RawExit();

    [GeneratedRegex(@"^sys_enter: NR (\d+) ")]
    private static partial Regex RawEnter();

    [GeneratedRegex(@"([\d.]+) us +\|  +(\w[\w.]*)\(\);")]
    private static partial Regex GraphLeaf();

    [GeneratedRegex(@"\|  +(\w[\w.]*)\(\) \{")]
    private static partial Regex GraphOpen();

    private sealed record Line(int Pid, int Cpu, double Time, string Body);
}
