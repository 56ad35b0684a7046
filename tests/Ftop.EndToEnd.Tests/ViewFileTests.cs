using System.Text.Json;

namespace Ftop.EndToEnd.Tests;

/// <summary>Views from files on the running kernel: what they count, and what they say where it lacks their events.</summary>
[Collection(nameof(Alone))]
public sealed class ViewFileTests : IDisposable
{
    private const string Sleeps = """
        { "id": "sleeps", "needs": ["syscalls:sys_enter_clock_nanosleep", "syscalls:sys_exit_clock_nanosleep"],
          "measures": [{ "begin": { "event": "syscalls:sys_enter_clock_nanosleep", "match": ["common_pid"] },
                         "end": { "event": "syscalls:sys_exit_clock_nanosleep", "match": ["common_pid"], "when": "ret == 0" },
                         "key": ["begin.common_pid"] }] }
        """;

    private const string Lacking = """{ "id": "lacking", "needsConfig": "CONFIG_LACKING", "measures": [{ "count": { "event": "lacking:none", "key": "x" } }] }""";

    private readonly string _directory = Directory.CreateTempSubdirectory("ftop-views").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task File_IsCountedLive_AndItsReplayHasTheSameRows()
    {
        Requirements.Tracefs();
        string view = Write("sleeps.json", Sleeps);
        const string Program = "for i in 1 2 3 4 5; do sleep 0.02; done";
        using RunningProgram live = RunningProgram.StartFtop("-b", "--json", "--view", view, "--", "sh", "-c", Program);
        (long Count, long LeastNs)[] rows = [.. Rows(await live.ReadToEnd())];
        Assert.Equal(0, await live.WaitForExit());
        Assert.Equal(5, rows.Sum(row => row.Count));
        Assert.All(rows, row => Assert.InRange(row.LeastNs, 20_000_000, 2_000_000_000));

        string recording = Path.Combine(_directory, "trace.dat");
        using RunningProgram record = RunningProgram.StartFtop("record", "-q", "-F", "-c", "-e", "syscalls:sys_*_clock_nanosleep", "-o", recording, "sh", "-c", Program);
        Assert.Equal(0, await record.WaitForExit());
        using RunningProgram replay = RunningProgram.Start(Repository.Ftop, "replay", "-b", "--json", "--view", view, recording);
        Assert.Equal(5, Rows(await replay.ReadToEnd()).Sum(row => row.Count));
    }

    [Fact]
    public async Task ViewOfTheConfigDirectory_IsKnownByItsId_AndAWrongFileThereIsSaid()
    {
        Requirements.Tracefs();
        Directory.CreateDirectory(Path.Combine(_directory, "ftop", "views"));
        Write("ftop/views/a.json", Sleeps);
        string wrong = Write("ftop/views/b.json", "{ \"id\": \"b\" }");
        using RunningProgram ftop = RunningProgram.Start(
            "env", $"XDG_CONFIG_HOME={_directory}", "unshare", "-m", Repository.Ftop, "-b", "--json", "--views", "sleeps", "--", "sh", "-c", "sleep 0.05");
        Assert.Equal(1, Rows(await ftop.ReadToEnd()).Sum(row => row.Count));
        Assert.Equal(0, await ftop.WaitForExit());
        Assert.Contains($"ftop: {wrong}: line 1, column 1: \"measures\" is missing; this file is left out", ftop.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EventsThatTheKernelLacks_AreSaidWithTheirOption_AndTheViewStays()
    {
        Requirements.Tracefs();
        using RunningProgram ftop = RunningProgram.StartFtop("-b", "--json", "-n", "1", "--view", Write("lacking.json", Lacking));
        using var window = JsonDocument.Parse(await ftop.ReadToEnd());
        Assert.Equal(0, await ftop.WaitForExit());
        Assert.Empty(window.RootElement.GetProperty("views").GetProperty("lacking").GetProperty("rows").EnumerateArray());
        Assert.Contains("ftop: view lacking: this kernel has no events lacking:none; CONFIG_LACKING brings them", ftop.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongFile_IsWrongUsage()
    {
        string path = Write("wrong.json", "{\n  \"id\": \"x\",\n  \"measures\": [ { \"counts\": 1 } ] }");
        using RunningProgram ftop = RunningProgram.Start(Repository.Ftop, "-b", "--view", path);
        Assert.Equal(2, await ftop.WaitForExit());
        Assert.StartsWith($"ftop: --view: {path}: line 3, column 19: 'counts'; expected one of begin, end", ftop.Errors, StringComparison.Ordinal);
    }

    private static IEnumerable<(long Count, long MaxNs)> Rows(string json)
    {
        foreach (string line in json.TrimEnd().Split('\n'))
        {
            using var window = JsonDocument.Parse(line);
            foreach (JsonElement row in window.RootElement.GetProperty("views").GetProperty("sleeps").GetProperty("rows").EnumerateArray())
            {
                if (row.TryGetProperty("maxNs", out JsonElement max))
                {
                    yield return (row.GetProperty("count").GetInt64(), max.GetInt64());
                }
            }
        }
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_directory, name);
        File.WriteAllText(path, text);
        return path;
    }
}
