using System.Text.Json;

namespace Ftop.EndToEnd.Tests;

/// <summary>Counts over all windows of a batch run.</summary>
internal sealed class BatchSums
{
    private readonly Dictionary<(string Name, int Number), long> _calls = [];
    private readonly Dictionary<string, long> _medianNs = [];
    private readonly Dictionary<string, long> _maxNs = [];

    /// <summary>Events that were lost in any way.</summary>
    public long Lost { get; private set; }

    /// <summary>How often a system call was made, by its name and number.</summary>
    public long Calls(string name, int number) => _calls.GetValueOrDefault((name, number));

    /// <summary>How often a system call was made, whatever its number.</summary>
    public long CallsOf(string name) => _calls.Where(call => call.Key.Name == name).Sum(call => call.Value);

    /// <summary>Of the latest window that has it; 0 if none has.</summary>
    public long MedianNs(string name) => _medianNs.GetValueOrDefault(name);

    /// <summary>Of all windows.</summary>
    public long MaxNs(string name) => _maxNs.GetValueOrDefault(name);

    /// <summary>Adds a window; false at the end of the output.</summary>
    public bool Add(string? line)
    {
        if (line is null)
        {
            return false;
        }

        using var window = JsonDocument.Parse(line);
        JsonElement total = window.RootElement.GetProperty("total");
        Lost += total.GetProperty("missed").GetInt64() + total.GetProperty("overrun").GetInt64() + total.GetProperty("dropped").GetInt64();
        foreach (JsonElement call in window.RootElement.GetProperty("syscalls").EnumerateArray())
        {
            string name = call.GetProperty("name").GetString()!;
            (string, int) key = (name, call.GetProperty("nr").GetInt32());
            _calls[key] = _calls.GetValueOrDefault(key) + call.GetProperty("count").GetInt64();
            if (call.TryGetProperty("p50Ns", out JsonElement median))
            {
                _medianNs[name] = median.GetInt64();
                _maxNs[name] = Math.Max(_maxNs.GetValueOrDefault(name), call.GetProperty("maxNs").GetInt64());
            }
        }

        return true;
    }

    /// <summary>Adds all windows to the program's end.</summary>
    public async Task AddAll(RunningProgram ftop)
    {
        while (Add(await ftop.ReadLine()))
        {
        }
    }
}
