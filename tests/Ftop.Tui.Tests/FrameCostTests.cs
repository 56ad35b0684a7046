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
            long start = Stopwatch.GetTimestamp();
            Draw(terminal, windows, samples, Frames);
            time = Stopwatch.GetElapsedTime(start) / Frames;
            bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Frames;
        });
        terminal.Settle();
        output.WriteLine($"view {view}, {(isChanged ? "changed" : "same")} numbers: {bytes} B and {time.TotalMicroseconds:F0} us a frame");
        Assert.InRange(bytes, 0, 100 << 10);
    }

    private static void Draw(HeadlessTerminal terminal, Subject<WindowSnapshot> windows, WindowSnapshot[] samples, int frames)
    {
        for (int frame = 0; frame < frames; frame++)
        {
            windows.OnNext(samples[frame % samples.Length]);
            terminal.Application.App.LayoutAndDraw();
        }
    }

    // Every number of the busiest twenty system calls and functions changes.
    private static WindowSnapshot Moved(int tick)
    {
        WindowSnapshot window = SampleWindows.Timed(tick);
        return window with
        {
            SystemCalls = [.. Enumerable.Range(0, 20).Select(number => SampleWindows.Call($"call{number:00}", number, 20_000 - (700 * number) + tick, tick, [], 1_000 + (tick * 13)))],
        };
    }
}
