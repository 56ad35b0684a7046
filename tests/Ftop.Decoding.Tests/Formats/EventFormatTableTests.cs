using Ftop.Decoding.Formats;

namespace Ftop.Decoding.Tests.Formats;

public sealed class EventFormatTableTests
{
    [Fact]
    public void Formats_AreFoundByIdAndByName()
    {
        EventFormat a = new(3, "sched", "sched_switch", [], [], "");
        EventFormat b = new(700, "irq", "irq_entry", [], [], "");
        var table = new EventFormatTable([b, a]);
        Assert.Same(a, table.Find(3));
        Assert.Same(b, table.Find(700));
        Assert.Same(b, table.Find("irq", "irq_entry"));
        Assert.Null(table.Find(4));
        Assert.Null(table.Find(ushort.MaxValue));
        Assert.Null(table.Find("sched", "irq_entry"));
        Assert.Equal([a, b], table.Formats);
    }

    [Fact]
    public void ReusedId_BelongsToTheLaterFormat()
    {
        EventFormat later = new(3, "kprobes", "new", [], [], "");
        var table = new EventFormatTable([new EventFormat(3, "kprobes", "old", [], [], ""), later]);
        Assert.Same(later, table.Find(3));
        Assert.Same(later, Assert.Single(table.Formats));
        Assert.Null(table.Find("kprobes", "old"));
    }

    [Fact]
    public void NoFormats_FindNothing() => Assert.Null(new EventFormatTable([]).Find(0));
}
