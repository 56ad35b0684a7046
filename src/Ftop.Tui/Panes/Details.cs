using Ftop.Aggregation.Windows;
using Ftop.Tui.Columns;
using Ftop.Tui.Drawing;
using Ftop.Tui.Text;
using Ftop.Tui.Themes;

namespace Ftop.Tui.Panes;

/// <summary>Lines that more than one drill-down has.</summary>
internal static class Details
{
    private const int LabelWidth = 22;

    public static TextLine Line(string label, string value, ThemeRole role = ThemeRole.Normal) =>
        new($"  {label.PadRight(LabelWidth)} {value,8}", role);

    public static void AddRates(List<TextLine> lines, Rates rates, Look look, Loss loss, string what)
    {
        var context = new CellContext(look, loss);
        lines.Add(new TextLine(""));
        lines.Add(Line($"{what} in the window", Quantity.Text(to => context.Count(rates.Count, loss.InWindow, to))));
        lines.Add(Line("per second", Quantity.Text(to => context.Rate(rates.PerSec, to))));
        lines.Add(Line("per second, 10 s", Quantity.Text(to => context.Rate(rates.PerSec10, loss.In10Sec, to))));
        lines.Add(Line("per second, 60 s", Quantity.Text(to => context.Rate(rates.PerSec60, loss.In60Sec, to))));
        lines.Add(Line("since start or clear", Quantity.Text(to => context.Count(rates.SinceStart, loss.SinceStart && !rates.IsSparedByLoss, to))));
    }

    public static void AddLatency(List<TextLine> lines, LatencySummary? latency, Look look, string remedy)
    {
        lines.Add(new TextLine(""));
        if (latency is not LatencySummary known)
        {
            lines.Add(new TextLine($"  not timed: {remedy}", ThemeRole.Dim));
            return;
        }

        lines.Add(Line("timed", Quantity.Text(to => Quantity.Count(known.Samples, to))));
        AddDuration(lines, "average", known.Samples > 0 ? known.TotalNs / known.Samples : 0, look);
        AddDuration(lines, "median (p50)", known.P50Ns, look);
        AddDuration(lines, "99th percentile", known.P99Ns, look);
        AddDuration(lines, "longest", known.MaxNs, look);
        AddDuration(lines, "all together", known.TotalNs, look);
    }

    private static void AddDuration(List<TextLine> lines, string label, long ns, Look look) =>
        lines.Add(Line(label, Quantity.Text(to => Quantity.Duration(ns, look.IsAscii, to))));
}
