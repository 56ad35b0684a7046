using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Ftop.Aggregation.Views;
using Ftop.CommandLine;
using Ftop.Commands;
using Ftop.Output;

namespace Ftop.Tests;

public sealed partial class UserViewsTests : IDisposable
{
    private const int Nobody = 65534;

    private readonly string _directory = Directory.CreateTempSubdirectory("ftop-views").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void NoDirectory_HasNoViews()
    {
        UserViews views = UserViews.Read(Path.Combine(_directory, "none"));
        Assert.Empty(views.Views);
        Assert.Empty(views.Faults);
    }

    [Fact]
    public void WrongFiles_AreLeftOutWithTheirPlace_AndTheOthersRead()
    {
        Write("a.json", View("a"));
        Write("b.json", "{\n \"id\": oops }");
        Write("c.json", $"[{View("c")}, {View("d")}]");
        Write("d.json", View("a"));
        Write("e.txt", View("e"));
        Directory.CreateDirectory(Path.Combine(_directory, "f.json"));
        UserViews views = UserViews.Read(_directory);
        Assert.Equal(["a", "c", "d"], views.Views.Select(view => view.Id));
        Assert.Collection(
            views.Faults,
            fault => Assert.Equal($"{_directory}/b.json: line 2, column 8: not JSON; this file is left out", fault),
            fault => Assert.Equal($"{_directory}/d.json: line 1, column 9: 'a'; expected an id that no other view has ('ftop list views'); this file is left out", fault));
        Assert.Equal(["c", "d"], views.Without([views.Views[0]]).Views.Select(view => view.Id));
        Assert.Equal(["x", .. views.Faults], views.Tell(Tests.Output.Windows.Empty with { Notices = ["x"] }).Notices);
    }

    [Theory]
    [InlineData(0, 0x1a4, null)] // 0644
    [InlineData(0, 0x1b4, "others may write it; root does not read it (chmod go-w)")] // 0664
    [InlineData(0, 0x1a6, "others may write it; root does not read it (chmod go-w)")] // 0646
    [InlineData(Nobody, 0x1a4, "belongs to user 65534; root reads only root's own (chown root)")]
    public void Root_ReadsOnlyWhatIsItsOwnAndNobodyElseMayWrite(int owner, int mode, string? expected)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root");
        string path = Write("a.json", View("a"));
        Assert.Equal(0, ChangeOwner(path, owner, owner) | ChangeMode(path, mode));
        Assert.Equal(expected is null, UserViews.TryReadFile(path, [], out ImmutableArray<ViewDefinition> views, out string fault));
        Assert.Equal(expected is null ? "" : $"{path}: {expected}", fault);
        Assert.Equal(expected is null ? 1 : 0, views.Length);
    }

    [Fact]
    public async Task View_IsReadFromItsFile_OnTheScreenAndInBatch()
    {
        string path = Write("a.json", View("a"));
        string second = Write("b.json", View("b"));
        LiveOptions options = await Parse("--view", path, "--view", second, "--by", "a:b c");
        Assert.Equal(["a", "b", "by"], options.OwnViews.Select(view => view.Id));
        Assert.Empty(options.Views);
        options = await Parse("-b", "--view", path, "--views", "block");
        Assert.Equal(["block", "a"], options.Views.Select(view => view.Id));
    }

    [Theory]
    [InlineData("{ \"id\": \"block\" }", "line 1, column 9: 'block'; expected an id that no other view has")]
    [InlineData("{ \"id\": \"a\u001b[2J\" }", "line 1, column ")]
    [InlineData("nothing", "line 1, column ")]
    [InlineData(null, "open: No such file or directory")]
    public async Task WrongView_IsWrongUsage(string? text, string expected)
    {
        string path = text is null ? Path.Combine(_directory, "a.json") : Write("a.json", text);
        var error = new StringWriter();
        Assert.Equal(ExitCode.Usage, await new FtopCommand(_ => Task.FromResult(0)).Run(["--view", path], TextWriter.Null, error));
        Assert.StartsWith($"ftop: --view: {path}: {expected}", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', error.ToString());
    }

    [Fact]
    public async Task TwoFilesWithOneId_AreWrongUsage()
    {
        string path = Write("a.json", View("a"));
        var error = new StringWriter();
        Assert.Equal(ExitCode.Usage, await new FtopCommand(_ => Task.FromResult(0)).Run(["--view", path, "--view", path], TextWriter.Null, error));
        Assert.Contains("column 9: 'a'; expected an id that no other view has", error.ToString(), StringComparison.Ordinal);
    }

    private static string View(string id) => $$"""{ "id": "{{id}}", "measures": [{ "count": { "event": "sched:sched_switch", "key": ["next_pid"] } }] }""";

    private static async Task<LiveOptions> Parse(params string[] arguments)
    {
        LiveOptions? read = null;
        var command = new FtopCommand(options =>
        {
            read = options;
            return Task.FromResult(ExitCode.Done);
        });
        Assert.Equal(ExitCode.Done, await command.Run(arguments, TextWriter.Null, TextWriter.Null));
        return read!.Value;
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_directory, name);
        File.WriteAllText(path, text);
        return path;
    }

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, int owner, int group);

    [LibraryImport("libc", EntryPoint = "chmod", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeMode(string path, int mode);
}
