namespace Ftop.Board.Tests;

public abstract partial class KernelTests
{
    /// <summary>The blk tracer sees only devices that are switched on for it: they are, and are put back, also after a kill.</summary>
    [Fact]
    public async Task Blk_CountsAndPutsTheDeviceBack()
    {
        await MakeBlockDevice();
        string before = await State();
        const string Enable = "cat /sys/block/loop0/trace/enable";
        string said = (await Board.Run(
            $"{Board.Ftop} -b --json -d 1 -t blk -- dd if=/dev/urandom of=/dev/loop0 bs=4096 count=16 conv=fsync 2>/dev/null; {Enable}; "
            + $"{Board.Ftop} -b -t blk >/dev/null 2>&1 & p=$!; when-tracing blk kill -KILL $p; {Enable}; {Board.Ftop} reset >/dev/null; {Enable}")).Output;
        Assert.Contains("\"name\":\"blktrace\",\"count\":", said, StringComparison.Ordinal);
        Assert.Matches(@"\}\n0\n(?:.*\n)*1\n(?:.*\n)*0\n$", said);
        Assert.Equal(before, await State());
    }
}
