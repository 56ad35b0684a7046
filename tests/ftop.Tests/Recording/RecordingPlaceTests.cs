using Ftop.Output;
using Ftop.Recording;
using Ftop.TraceDat.Writing;

namespace Ftop.Tests.Recording;

public sealed class RecordingPlaceTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ftop-place").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void ExistingFile_IsNotTouched()
    {
        File.WriteAllText(Path.Combine(_directory, "trace.dat"), "mine");
        Assert.Equal(Path.Combine(_directory, "trace-1.dat"), Make(_directory));
        Assert.Equal(Path.Combine(_directory, "trace-2.dat"), Make(_directory));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(_directory, "trace.dat")));
    }

    [Fact]
    public void PlaceThatCannotBeWritten_IsPassedOver() =>
        Assert.Equal(Path.Combine(_directory, "trace.dat"), Make("/proc", _directory));

    [Fact]
    public void LinkThatLeadsNowhere_IsNotFollowed()
    {
        string elsewhere = Path.Combine(_directory, "elsewhere");
        File.CreateSymbolicLink(Path.Combine(_directory, "trace.dat"), elsewhere);
        Assert.Equal(Path.Combine(_directory, "trace-1.dat"), Make(_directory));
        Assert.False(File.Exists(elsewhere));
    }

    [Fact]
    public void NoPlace_IsSaidWithEveryReason()
    {
        RefusalException refusal = Assert.Throws<RefusalException>(() => RecordingPlace.Make(["/proc"]));
        Assert.Contains("/proc/trace.dat", refusal.Message, StringComparison.Ordinal);
    }

    private static string Make(params string[] directories)
    {
        using OutputFileStream made = RecordingPlace.Make(directories);
        return made.FilePath;
    }
}
