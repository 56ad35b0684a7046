using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Ftop.Board.Tests;

/// <summary>What ftop and the kernel say of the same instance, as <c>tests/boards/bin/count-check</c> prints it.</summary>
internal sealed partial class CountCheck
{
    /// <summary>Sums over ftop's windows.</summary>
    public long Events { get; private set; }

    public long Lost { get; private set; }

    /// <summary>Sums over <c>per_cpu/cpuN/stats</c>: what was read, and what nobody read.</summary>
    public long KernelRead { get; private set; }

    public long KernelEntries { get; private set; }

    public long KernelLost { get; private set; }

    public int Status { get; private set; }

    public string Errors { get; private set; } = "";

    /// <summary>Counts of the functions, system calls and events of all windows, by name.</summary>
    public Dictionary<string, long> ByName { get; } = [];

    /// <summary>Of each window.</summary>
    public List<long> EventsOfCpu1 { get; } = [];

    public static CountCheck Parse(string output)
    {
        var check = new CountCheck();
        string[] parts = output.Split("@stats\n", 2);
        Assert.True(parts.Length == 2 && output.StartsWith('{'), output);
        foreach (string line in parts[0].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var window = JsonDocument.Parse(line);
            check.Add(window.RootElement);
        }

        string[] rest = parts[1].Split("@status ", 2);
        foreach (Match stat in Stat().Matches(rest[0]))
        {
            long value = long.Parse(stat.Groups["value"].Value, CultureInfo.InvariantCulture);
            switch (stat.Groups["name"].Value)
            {
                case "entries":
                    check.KernelEntries += value;
                    break;
                case "read events":
                    check.KernelRead += value;
                    break;
                default:
                    check.KernelLost += value;
                    break;
            }
        }

        string[] end = rest[1].Split('\n', 2);
        check.Status = int.Parse(end[0], CultureInfo.InvariantCulture);
        check.Errors = end[1];
        return check;
    }

    /// <summary>Nothing was left unread, what was read was counted, what was lost was said, and ftop ended as told.</summary>
    public void AssertAgrees(int status)
    {
        Assert.Equal("", Errors);
        Assert.Equal(status, Status);
        Assert.Equal(0, KernelEntries);
        Assert.Equal(KernelRead, Events);
        Assert.Equal(KernelLost, Lost);
    }

    private void Add(JsonElement window)
    {
        EventsOfCpu1.Add(window.GetProperty("cpus").EnumerateArray()
            .Where(cpu => cpu.GetProperty("cpu").GetInt32() == 1).Sum(cpu => cpu.GetProperty("events").GetInt64()));
        JsonElement total = window.GetProperty("total");
        Events += total.GetProperty("events").GetInt64();
        Lost += total.GetProperty("missed").GetInt64() + total.GetProperty("overrun").GetInt64() + total.GetProperty("dropped").GetInt64();
        foreach (string kind in (string[])["functions", "syscalls", "byEvent"])
        {
            if (!window.TryGetProperty(kind, out JsonElement rows))
            {
                continue;
            }

            foreach (JsonElement row in rows.EnumerateArray())
            {
                string name = row.GetProperty("name").GetString()!;
                ByName[name] = ByName.GetValueOrDefault(name) + row.GetProperty("count").GetInt64();
            }
        }
    }

    [GeneratedRegex("^(?<name>entries|overrun|commit overrun|dropped events|read events): (?<value>[0-9]+)", RegexOptions.Multiline)]
    private static partial Regex Stat();
}
