using System.Diagnostics;
using System.Reactive.Subjects;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Themes;

namespace Ftop.Tui.Tests;

public sealed class FrameCostTests(ITestOutputHelper output)
{
    private const int Frames = 500;

    [Theory]
    [InlineData(0, true)]
    [InlineData(0, false)]
    [InlineData(2, true)]
    [InlineData(2, false)]
    public void Frame_AllocatesLittle(int view, bool isChanged)
    {
        using var terminal = new HeadlessTerminal(80, 24);
        using var windows = new Subject<WindowSnapshot>();
        using var top = new AppWindow(windows, new StillControl(), new AppOptions { Post = action => action(), Themes = ThemeCatalog.Load([]), InitialView = view });
        terminal.Start(top);
        WindowSnapshot[] samples = [.. Enumerable.Range(1, 50).Select(tick => isChanged ? Moved(tick) : Moved(1))];
        long bytes = 0;
        TimeSpan time = TimeSpan.Zero;
        terminal.Application.Post(() =>
        {
            Draw(terminal, windows, samples, Frames);
            long before = GC.GetAllocatedBytesForCurrentThread();
            time = Draw(terminal, windows, samples, Frames);
            bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Frames;
        });
        terminal.Settle();
        output.WriteLine($"view {view}, {(isChanged ? "changed" : "same")} numbers: {bytes} B and {time.TotalMicroseconds:F0} us a frame");
        Assert.InRange(bytes, 0, 100 << 10);
    }

    [Fact]
    public void Frame_TwentyThousandFunctions_AllocatesNoMore()
    {
        var random = new Random(1);
        WindowSnapshot[] samples =
        [
            .. Enumerable.Range(1, 4).Select(tick => SampleWindows.Counted(tick) with
            {
                Functions = [.. Enumerable.Range(0, 20_000).Select(number => new FunctionRow($"function_{number}", null, SampleWindows.Rates(random.Next(100)), null, null))],
            }),
        ];
        using var terminal = new HeadlessTerminal(80, 24);
        using var windows = new Subject<WindowSnapshot>();
        using var top = new AppWindow(windows, new StillControl(), new AppOptions { Post = action => action(), Themes = ThemeCatalog.Load([]), InitialView = 1 });
        terminal.Start(top);
        long bytes = 0;
        TimeSpan time = TimeSpan.Zero;
        terminal.Application.Post(() =>
        {
            Draw(terminal, windows, samples, 20);
            long before = GC.GetAllocatedBytesForCurrentThread();
            time = Draw(terminal, windows, samples, 20);
            bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 20;
        });
        terminal.Settle();
        output.WriteLine($"20,000 functions: {bytes} B and {time.TotalMicroseconds:F0} us a frame");
        Assert.InRange(bytes, 0, 100 << 10);
    }

    // Median time of a frame.
    private static TimeSpan Draw(HeadlessTerminal terminal, Subject<WindowSnapshot> windows, WindowSnapshot[] samples, int frames)
    {
        var times = new TimeSpan[frames];
        for (int frame = 0; frame < frames; frame++)
        {
            long start = Stopwatch.GetTimestamp();
            windows.OnNext(samples[frame % samples.Length]);
            terminal.Application.App.LayoutAndDraw();
            times[frame] = Stopwatch.GetElapsedTime(start);
        }

        Array.Sort(times);
        return times[frames / 2];
    }

    // Every number of the busiest twenty system calls and functions changes.
    private static WindowSnapshot Moved(int tick)
    {
        WindowSnapshot window = SampleWindows.Timed(tick);
        IEnumerable<SystemCallRow> calls = Enumerable.Range(0, 20).Select(number =>
            SampleWindows.Call($"call{number:00}", number, 20_000 - (700 * number) + tick, tick, [], 1_000 + (tick * 13)));
        return window with { SystemCalls = [.. calls] };
    }
}
