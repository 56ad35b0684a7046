using System.Globalization;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Text;
using Ftop.Tui.Themes;

namespace Ftop.Tui.Panes;

/// <summary>
/// How long the spans of a row took, as bars, from the moment on that it is looked at; each line from its duration to the next one's:
/// <code>
/// 1.23k timed in 12 s, from each duration on
///   500ns                          3
///     1µs ██████████████         345
/// </code>
/// </summary>
internal sealed class DurationsPage(Screen screen, Func<Span<long>, bool> tryRead) : DetailPage
{
    private const int LabelWidth = 8;
    private const int CountWidth = 8;
    private readonly long[] _steps = new long[DurationScale.Count];
    private WindowSnapshot? _last;
    private double _sec;
    private int _clears;

    public override string Title => "durations";

    public override bool IsThere => Array.Exists(_steps, count => count != 0);

    public override void Refresh()
    {
        WindowSnapshot? window = screen.Window;
        if (window is null || ReferenceEquals(window, _last))
        {
            return;
        }

        if (_clears != screen.Clears || window.Time < _last?.Time)
        {
            Array.Clear(_steps);
            (_sec, _clears) = (0, screen.Clears);
        }

        _last = window;
        _sec += tryRead(_steps) ? window.WindowSec : 0;
    }

    public override void Write(List<TextLine> lines, int width)
    {
        long all = _steps.Sum();
        string sec = Quantity.Text(to => Quantity.Duration((long)(_sec * 1e9), screen.Look.IsAscii, to));
        lines.Add(new TextLine($"{Quantity.Text(to => Quantity.Count(all, to))} timed in {sec}, from each duration on", ThemeRole.Dim));
        int first = Array.FindIndex(_steps, count => count != 0);
        int last = Array.FindLastIndex(_steps, count => count != 0);
        int room = Math.Max(1, width - LabelWidth - CountWidth - 1);
        for (int step = Math.Max(0, first); step <= last; step++)
        {
            int length = _steps[step] == 0 ? 0 : Math.Max(1, (int)Math.Round((double)_steps[step] / _steps.Max() * room));
            string count = _steps[step] == 0 ? "" : Quantity.Text(to => Quantity.Count(_steps[step], to));
            string bar = new string(screen.Look.BarCell, length).PadRight(room);
            lines.Add(new TextLine($"{NameOf(DurationScale.LowestNs(step)),LabelWidth - 1} {bar} {count,CountWidth - 1}") { BarStart = LabelWidth, BarLength = length });
        }
    }

    // Round numbers, which need no digits behind a point.
    private string NameOf(long ns) => ns switch
    {
        < 1_000 => $"{ns}ns",
        < 1_000_000 => $"{ns / 1_000}{(screen.Look.IsAscii ? "us" : "µs")}",
        < 1_000_000_000 => $"{ns / 1_000_000}ms",
        _ => string.Create(CultureInfo.InvariantCulture, $"{ns / 1_000_000_000}s"),
    };
}
