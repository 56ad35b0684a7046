using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Ftop.Aggregation.Views;
using Ftop.Aggregation.Views.Tables;
using Ftop.Aggregation.Windows;

namespace Ftop.Output;

/// <summary>
/// One JSON object a line, ASCII: everything else is escaped, so that no name can harm a terminal. Names are stable, fields may be added. What nothing measured is absent (<c>p50Ns</c> where calls are only
/// counted), as are rows that did not occur in the window; every CPU has its row.
/// <code>
/// {"time":"2026-01-01T00:00:00.000Z","windowSec":1,"tracer":"nop","events":["raw_syscalls:sys_enter"],
///  "total":{"events":0,"eventsPerSec":0,"missed":0,"overrun":0,"dropped":0,"corruptSubBuffers":0,"unpaired":0,"exitsWithoutEnter":0,"restarts":0,"shortRecords":0,"readErrors":0,"lowerBound":false},
///  "cpus":[{"cpu":0,"events":0,"eventsPerSec":0,"missed":0,"overrun":0,"dropped":0}],
///  "functions":[{"name":"vfs_read","count":1,"perSec":1,"totalNs":0,"selfNs":0,"p50Ns":0,"p99Ns":0,"maxNs":0}],
///  "syscalls":[{"name":"openat","nr":257,"count":1,"perSec":1,"errors":1,"errnos":{"ENOENT":1},"p50Ns":0,"p99Ns":0,"maxNs":0}],
///  "byEvent":[{"system":"sched","name":"sched_switch","count":1,"perSec":1}],
///  "processes":[{"pid":1,"comm":"init","events":1,"syscalls":1}],
///  "views":{"softirqs":{"rows":[{"key":{"vec":1,"name":"TIMER"},"count":1,"perSec":1,"totalNs":0,"p50Ns":0,"p99Ns":0,"maxNs":0,"inFlight":0}],"unpaired":0}},
///  "self":{"cpuPercent":0,"rssBytes":0}}
/// </code>
/// <c>views</c> is there where <c>--views</c> asks for some: a row has what its view's columns are called, as far as it was measured. Where it asks for <c>cpus</c> their rows have
/// <c>runPercent</c>, <c>softirqPercent</c>, <c>irqPercent</c>, <c>idlePercent</c>; for <c>processes</c>, theirs have <c>runNs</c>, <c>waitNs</c>, <c>sleepNs</c>, <c>diskNs</c>, <c>irqNs</c>.
/// <c>lowerBound</c> is true where events were lost, so that every count and rate of the window is at least what it says; <c>truncated</c> is
/// there, and true, where a table reached its bound; <c>notices</c> is there, an array of texts, while others have changed something about the trace;
/// <c>quiet</c>, and true, where nothing was recorded for so long that it is one window; <c>graphTime</c> under function_graph, <c>cpu</c> or <c>wall</c>. Of a recording
/// without a date <c>traceTimeSec</c> (<c>traceTimeTicks</c> of a clock that counts) stands for <c>time</c>.
/// </summary>
public sealed class BatchJson(Stream output, params ImmutableArray<ViewDefinition> views) : IBatchFormat
{
    private readonly ArrayBufferWriter<byte> _line = new();

    /// <inheritdoc/>
    public void Write(WindowSnapshot window)
    {
        _line.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_line))
        {
            Write(json, window, views);
        }

        _line.Write("\n"u8);
        output.Write(_line.WrittenSpan);
        output.Flush();
    }

    private static void Write(Utf8JsonWriter json, WindowSnapshot window, ImmutableArray<ViewDefinition> views)
    {
        json.WriteStartObject();
        WriteTime(json, window);
        json.WriteNumber("windowSec", Math.Round(window.WindowSec, 6));
        if (window.IsQuiet)
        {
            json.WriteBoolean("quiet", true);
        }

        if (window.Tracer.Length > 0)
        {
            json.WriteString("tracer", window.Tracer);
        }

        if (window.IsWallTime is bool isWallTime)
        {
            json.WriteString("graphTime", isWallTime ? "wall" : "cpu");
        }

        if (!window.Events.IsDefault)
        {
            json.WriteStartArray("events");
            foreach (string name in window.Events)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
        }

        WriteTotal(json, window);
        RowJson.Write(json, "cpus", CpuTable.Table, window);
        RowJson.Write(json, "functions", FunctionTable.Table, window);
        RowJson.Write(json, "syscalls", SystemCallTable.Table, window);
        RowJson.Write(json, "byEvent", EventTable.Table, window);
        RowJson.Write(json, "processes", ProcessTable.Table, window);
        ViewJson.Write(json, views, window);
        if (window.Self is SelfUse self)
        {
            json.WriteStartObject("self");
            WriteRounded(json, "cpuPercent", self.CpuPercent);
            json.WriteNumber("rssBytes", self.RssBytes);
            json.WriteEndObject();
        }

        if (window.IsTruncated)
        {
            json.WriteBoolean("truncated", true);
        }

        WriteNotices(json, window.Notices);
        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, WindowSnapshot window)
    {
        if (window.ClockTime is not ClockTime clock)
        {
            json.WriteString("time", window.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
        }
        else if (clock.IsNs)
        {
            json.WriteNumber("traceTimeSec", clock.Units / 1_000_000_000m);
        }
        else
        {
            json.WriteNumber("traceTimeTicks", clock.Units);
        }
    }

    private static void WriteNotices(Utf8JsonWriter json, ImmutableArray<string> notices)
    {
        if (notices.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("notices");
        foreach (string notice in notices)
        {
            json.WriteStringValue(notice);
        }

        json.WriteEndArray();
    }

    private static void WriteTotal(Utf8JsonWriter json, WindowSnapshot window)
    {
        json.WriteStartObject("total");
        json.WriteNumber("events", window.Total.Events);
        WriteRounded(json, "eventsPerSec", window.Total.EventsPerSec);
        json.WriteNumber("missed", window.Total.Missed);
        json.WriteNumber("overrun", window.Total.Overrun);
        json.WriteNumber("dropped", window.Total.Dropped);
        json.WriteNumber("corruptSubBuffers", window.Total.CorruptSubBuffers);
        json.WriteNumber("unpaired", window.Total.Unpaired);
        json.WriteNumber("exitsWithoutEnter", window.Total.ExitsWithoutEnter);
        json.WriteNumber("restarts", window.Total.Restarts);
        json.WriteNumber("shortRecords", window.Total.ShortRecords);
        json.WriteNumber("readErrors", window.Total.ReadErrors);
        if (!window.Total.Damage.IsDefaultOrEmpty)
        {
            json.WriteStartObject("damage");
            foreach (DamageCount damage in window.Total.Damage)
            {
                json.WriteNumber(damage.Kind, damage.Count);
            }

            json.WriteEndObject();
        }

        json.WriteBoolean("lowerBound", window.IsLowerBound);
        json.WriteEndObject();
    }

    // Rates of a window of no length are not numbers, and JSON has none for them.
    private static void WriteRounded(Utf8JsonWriter json, string name, double value) =>
        json.WriteNumber(name, double.IsFinite(value) ? Math.Round(value, 3) : 0);
}
