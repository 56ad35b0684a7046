using Ftop.Aggregation.Windows;

namespace Ftop.Tui.Tests.Panes;

public sealed class GoldenScreenTests
{
    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    [InlineData(40, 12)]
    public void StartScreen(int columns, int rows) => Check("start", columns, rows, '0', SampleWindows.At);

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    [InlineData(40, 12)]
    public void StartScreenTimed(int columns, int rows) => Check("start-timed", columns, rows, '0', SampleWindows.Timed);

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    [InlineData(40, 12)]
    public void FunctionsTimed(int columns, int rows) => Check("functions-timed", columns, rows, '1', SampleWindows.Timed);

    [Theory]
    [InlineData(80, 24)]
    [InlineData(40, 12)]
    public void FunctionsCounted(int columns, int rows) => Check("functions-counted", columns, rows, '1', SampleWindows.Counted);

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    [InlineData(40, 12)]
    public void SystemCalls(int columns, int rows) => Check("system-calls", columns, rows, '2', SampleWindows.At);

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    [InlineData(40, 12)]
    public void Cpus(int columns, int rows) => Check("cpus", columns, rows, '3', SampleWindows.At);

    [Theory]
    [InlineData(80, 24)]
    [InlineData(40, 12)]
    public void Events(int columns, int rows) => Check("events", columns, rows, '4', SampleWindows.At);

    [Theory]
    [InlineData(80, 24)]
    [InlineData(40, 12)]
    public void Processes(int columns, int rows) => Check("processes", columns, rows, '5', SampleWindows.At);

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    public void CpuShares(int columns, int rows) => Check("cpu-shares", columns, rows, '3', SampleWindows.Measured);

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    public void TaskTimes(int columns, int rows) => Check("task-times", columns, rows, '5', SampleWindows.Measured);

    [Fact]
    public void Interrupts() => Check("interrupts", 80, 24, '6', SampleWindows.Measured);

    [Fact]
    public void Losses() => Check("losses", 80, 24, '0', tick => SampleWindows.At(tick, lost: 1_200));

    [Fact]
    public void NothingTraced()
    {
        using var live = new LiveScreen(arrange: control => control.AllOff());
        live.Show(SampleWindows.Nothing);
        GoldenScreen.Check("nothing-80x24", live.Terminal);
    }

    [Fact]
    public void BeforeTheFirstWindow()
    {
        using var live = new LiveScreen();
        GoldenScreen.Check("before-80x24", live.Terminal);
    }

    [Theory]
    [InlineData("help", "?")]
    [InlineData("events-picker", "eirq")]
    [InlineData("tracer-picker", "t")]
    [InlineData("latency-tracers", "9")]
    [InlineData("system-call-detail", "2j\r")]
    [InlineData("cpu-detail", "3\r")]
    [InlineData("doctor", "D")]
    [InlineData("search", "2/ep")]
    [InlineData("mark", "2m")]
    public void Overlays(string name, string keys)
    {
        using var live = new LiveScreen();
        live.Show(SampleWindows.At(1)).Type(keys).Show(SampleWindows.At(2));
        GoldenScreen.Check($"{name}-80x24", live.Terminal);
    }

    [Fact]
    public void Ascii()
    {
        using var live = new LiveScreen(isAscii: true);
        live.Show(SampleWindows.At(1, lost: 5));
        GoldenScreen.Check("ascii-80x24", live.Terminal);
        Assert.All(live.Text, character => Assert.InRange(character, '\n', '~'));
    }

    private static void Check(string name, int columns, int rows, char view, Func<int, WindowSnapshot> window)
    {
        using var live = new LiveScreen(columns, rows);
        live.Type(view == '0' ? "" : view.ToString());
        for (int tick = 1; tick <= 10; tick++)
        {
            live.Show(window(tick));
        }

        GoldenScreen.Check($"{name}-{columns}x{rows}", live.Terminal);
    }
}
