using System.Runtime.InteropServices;
using System.Text.Json;

namespace Ftop.EndToEnd.Tests;

/// <summary>Probes in a library, by the name of its function, over the calls of a program whose number is known.</summary>
[Collection(nameof(Alone))]
public sealed class ProbeTests : IDisposable
{
    private const int Reads = 300;
    private const int BytesOfRead = 7; // nobody else reads so many
    private static readonly string[] Reading = ["dd", "if=/dev/zero", "of=/dev/null", $"bs={BytesOfRead}", $"count={Reads}"];

    private readonly string _directory = Directory.CreateTempSubdirectory("ftop-probes").FullName;

    private static string Library => File.ReadLines("/proc/self/maps").First(line => line.Contains("/libc.so", StringComparison.Ordinal)).Split(' ')[^1];

    private static string Count => RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "%x2" : "%dx";

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task EntryAndReturn_OfALibrarysFunction_AreCountedByFieldAndPair()
    {
        Requirements.Tracefs();
        using RunningProgram ftop = RunningProgram.StartFtop(
            ["-b", "--json", "-d", "60", "--probe", $"p:{Library}:read n={Count}:u64", "--probe", $"r:{Library}:read ret=$retval:s64", "--by", "probe:read n", "--", .. Reading]);
        using var window = JsonDocument.Parse((await ftop.ReadToEnd()).Split('\n')[0]);
        JsonElement views = window.RootElement.GetProperty("views");
        Assert.Equal(Reads, CountOf(views, "by", "n", $"{BytesOfRead}"));
        AssertPaired(views);
    }

    [Fact]
    public async Task Recording_HasItsProbes_AndAReplayPairsThem()
    {
        Requirements.Tracefs();
        string recording = Path.Combine(_directory, "trace.dat");
        using RunningProgram record = RunningProgram.StartFtop(
            ["record", "-q", "-F", "-o", recording, "--probe", $"p:{Library}:read n={Count}:u64", "--probe", $"r:{Library}:read", .. Reading]);
        Assert.Equal(0, await record.WaitForExit());
        using RunningProgram report = RunningProgram.Start(Repository.Ftop, "report", recording);
        Assert.Equal(Reads, (await report.ReadToEnd()).Split('\n').Count(line => line.Contains(" read: (", StringComparison.Ordinal) && line.EndsWith($" n={BytesOfRead}", StringComparison.Ordinal)));
        using RunningProgram replay = RunningProgram.Start(Repository.Ftop, "replay", "-b", "--json", "--views", "probes", recording);
        using var window = JsonDocument.Parse(await replay.ReadToEnd());
        AssertPaired(window.RootElement.GetProperty("views"));
    }

    [Fact]
    public async Task RefusalOfTheKernel_HasItsCaretUnderTheDefinition()
    {
        Requirements.Tracefs();
        string definition = $"p:{Library}:read n={Count}:nope";
        using RunningProgram ftop = RunningProgram.StartFtop("-b", "--probe", definition);
        int column = definition.IndexOf("nope", StringComparison.Ordinal) + 1;
        string said = $"ftop: --probe: column {column}: the kernel refuses it: Unknown type is specified\n  {definition}\n  {new string(' ', column - 1)}^\n";
        Assert.Equal(2, await ftop.WaitForExit());
        Assert.Equal(said, ftop.Errors.TrimEnd() + "\n");
    }

    private static void AssertPaired(JsonElement views)
    {
        JsonElement entry = Row(views, "probes", "probe", "read");
        Assert.InRange(entry.GetProperty("count").GetInt64(), Reads, Reads + 50);
        Assert.InRange(entry.GetProperty("p50Ns").GetInt64(), 1, entry.GetProperty("maxNs").GetInt64());
        Assert.Equal(0, entry.GetProperty("inFlight").GetInt64());
        Assert.Equal(entry.GetProperty("count").GetInt64(), CountOf(views, "probes", "probe", "read__return"));
    }

    private static long CountOf(JsonElement views, string view, string field, string value) => Row(views, view, field, value).GetProperty("count").GetInt64();

    private static JsonElement Row(JsonElement views, string view, string field, string value) =>
        Assert.Single(views.GetProperty(view).GetProperty("rows").EnumerateArray(), row => row.GetProperty("key").GetProperty(field).ToString() == value);
}
