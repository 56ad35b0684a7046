using Ftop.Aggregation.Windows;
using Ftop.Output;

namespace Ftop.Tests.Output;

public sealed class BatchTextTests
{
    [Fact]
    public void Window_IsABlockOfAlignedTables() => Assert.Equal(
        """
        ftop - 03:04:05 UTC  window 0.500 s  tracer function_graph  events raw_syscalls sched:sched_switch
        events 300  600.0/s  missed 0  overrun 0  dropped 0  ftop 1.2 %CPU 22.9 MiB
        events  per sec  missed  overrun  dropped  CPU
           100    200.0       0        0        0  0
           200    400.0       0        0        0  3

        calls  per sec  errors    p50    p99    max  SYSTEM CALL
           50    100.0       3  2.0us  4.0us  5.0us  openat  ENOENT 2  EACCES 1
            5     10.0       0      -      -      -  futex

        calls  per sec  total   self    p50      p99    max  FUNCTION
           20     40.0  5.0ms  400ns  1.5us  900.0us  2.00s  vfs_read
           10     20.0      -      -      -        -      -  ext4_get [ext4]

        events  per sec  EVENT
            40     80.0  sched:sched_switch

        events  per sec  sys calls  TID  THREAD
            30     60.0          0    0  <idle>
            12     24.0          7   17  sh


        """,
        Write(Windows.Full));

    [Fact]
    public void Loss_MarksEveryRateAsALowerBound()
    {
        string text = Write(Windows.Full with { Total = new WindowTotal(300, 600, 40, 0, 0, 2) });
        Assert.Contains("missed 40  overrun 0  dropped 0  corrupt sub-buffers 2  LOST 40, 88 % seen: counts and rates are lower bounds", text, StringComparison.Ordinal);
        Assert.Contains(">=600.0/s", text, StringComparison.Ordinal);
        Assert.Contains(">=100.0", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Notices_StandBehindTheHeading()
    {
        string[] lines = Write(Windows.Full with { Notices = ["tracing was switched off", "two\u001b[2J"] }).Split('\n');
        Assert.Equal(("NOTICE  tracing was switched off", "NOTICE  two?[2J"), (lines[1], lines[2]));
        Assert.StartsWith("events 300", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void LongTable_ShowsTenAndHowManyMore()
    {
        string text = Write(Windows.Empty with { Functions = [.. Enumerable.Range(0, 25).Select(index => Windows.Counted($"function_{index}", null, 100 - index))] });
        Assert.Contains("function_9\nand 15 more\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("function_10", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\u001b[2Jb", "a?[2Jb")]
    [InlineData("a\nb\u007f\u009b", "a?b??")]
    [InlineData("\u202etxt.exe", "?txt.exe")]
    [InlineData("größer", "größer")]
    public void Name_WithControls_IsMadeSafe(string comm, string expected) =>
        Assert.Contains($"  {expected}\n", Write(Windows.Empty.With(new ProcessRow(1, comm, Windows.Rates(1), 0))), StringComparison.Ordinal);

    private static string Write(WindowSnapshot window)
    {
        var output = new StringWriter();
        new BatchText(output).Write(window);
        return output.ToString();
    }
}
