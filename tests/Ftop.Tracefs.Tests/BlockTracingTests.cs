using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs.Tests;

public sealed class BlockTracingTests : IDisposable
{
    private readonly FakeTracefs _tracefs = new();
    private readonly string _blocks = Directory.CreateTempSubdirectory("ftop-tests-block-").FullName;

    public BlockTracingTests() => _tracefs.Add("available_tracers", "blk function nop\n");

    public void Dispose()
    {
        _tracefs.Dispose();
        Directory.Delete(_blocks, recursive: true);
    }

    [Fact]
    public void Blk_TracesEveryDevice_UntilAnotherTracerFollows()
    {
        Add("sda", "0\n");
        Add("loop0", "0\n");
        Add("traced", "1\n");
        using UndoJournal journal = UndoJournal.Open(_tracefs.Journals);
        using TopLevelBuffer buffer = Take(journal);
        buffer.SetTracer("blk");
        Assert.Equal(("1\n", "1\n", "1\n"), (Read("sda"), Read("loop0"), Read("traced")));
        Assert.Equal("blk\n", _tracefs.Read("current_tracer"));
        buffer.SetTracer("function");
        Assert.Equal(("0\n", "0\n", "1\n"), (Read("sda"), Read("loop0"), Read("traced")));
    }

    [Fact]
    public void Blk_EndOfTheBuffer_PutsDevicesBack()
    {
        Add("loop0", "0\n");
        using UndoJournal journal = UndoJournal.Open(_tracefs.Journals);
        using (TopLevelBuffer buffer = Take(journal))
        {
            buffer.SetTracer("blk");
        }

        Assert.Equal("0\n", Read("loop0"));
        Assert.Equal("nop\n", _tracefs.Read("current_tracer"));
    }

    [Fact]
    public void Blk_TheJournalAlone_PutsDevicesBack()
    {
        Add("loop0", "0\n");
        using UndoJournal journal = UndoJournal.Open(_tracefs.Journals);
        Take(journal).SetTracer("blk");
        Assert.Contains(journal.UndoAll().Done, done => done == $"put back '0' in {Path.Combine(_blocks, "loop0/trace/enable")}");
        Assert.Equal("0\n", Read("loop0"));
    }

    [Fact]
    public void Blk_WithoutADevice_IsRefusedAndNothingIsChanged()
    {
        using UndoJournal journal = UndoJournal.Open(_tracefs.Journals);
        using TopLevelBuffer buffer = Take(journal);
        Assert.Contains("has no block device", Assert.Throws<TracefsException>(() => buffer.SetTracer("blk")).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(_blocks, "loop0"));
        TracefsException refusal = Assert.Throws<TracefsException>(() => buffer.SetTracer("blk"));
        Assert.Equal(TracefsFailure.NotSupported, refusal.Failure);
        Assert.Contains("none of 1 block devices has trace/enable: needs CONFIG_BLK_DEV_IO_TRACE", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("nop\n", _tracefs.Read("current_tracer"));
    }

    private TopLevelBuffer Take(UndoJournal journal) => TopLevelBuffer.Take(TracefsMount.At(_tracefs.Root, _blocks), journal);

    private void Add(string device, string enable)
    {
        Directory.CreateDirectory(Path.Combine(_blocks, device, "trace"));
        File.WriteAllText(Path.Combine(_blocks, device, "trace/enable"), enable);
    }

    private string Read(string device) => File.ReadAllText(Path.Combine(_blocks, device, "trace/enable"));
}
