using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Native;

namespace Ftop.Tracefs.Tests;

public sealed class ControlFileTests
{
    [Fact]
    public void Write_ReplacesAndAppendAdds()
    {
        using var tracefs = new FakeTracefs();
        var file = new ControlFile(Path.Combine(tracefs.Root, "set_event"));
        file.Write("a");
        file.Append("b");
        Assert.Equal("a\nb\n", tracefs.Read("set_event"));
        file.Replace(["c", "d"]);
        Assert.Equal("c\nd", file.ReadText());
        file.Write("");
        Assert.Equal("", file.ReadText());
    }

    [Fact]
    public void Write_NeverMakesAFile()
    {
        using var tracefs = new FakeTracefs();
        TracefsException e = Assert.Throws<TracefsException>(() => new ControlFile(Path.Combine(tracefs.Root, "uprobe_events")).Write("x"));
        Assert.Equal("ENOENT", e.ErrnoName);
        Assert.Contains("CONFIG_UPROBE_EVENTS", e.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(e.Path));
    }

    [Fact]
    public void Read_OfMoreThanABuffer_IsWhole()
    {
        using var tracefs = new FakeTracefs();
        string text = new('x', 100_000);
        tracefs.Add("big", text);
        Assert.Equal(text, new ControlFile(Path.Combine(tracefs.Root, "big")).ReadText());
    }

    [Fact]
    public void Write_ToAFullDevice_ReportsErrno()
    {
        TracefsException e = Assert.Throws<TracefsException>(() => new ControlFile("/dev/full").Write("x"));
        Assert.Equal(ErrnoNumber.NoSpace, e.ErrnoNumber);
        Assert.StartsWith("write 'x' /dev/full: ENOSPC: ", e.Message, StringComparison.Ordinal);
    }
}
