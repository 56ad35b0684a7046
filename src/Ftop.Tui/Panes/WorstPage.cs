using System.Globalization;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Text;
using Ftop.Tui.Themes;

namespace Ftop.Tui.Panes;

/// <summary>
/// The longest span of a row, and what happened meanwhile on its CPUs and in its tasks, which is kept when the flight recorder has gone on:
/// <code>
/// longest since start or clear: 12.3ms
///   began  238.502726  CPU 1  dd-7214
///   ended  238.515026  CPU 0  swapper/0-0
/// </code>
/// </summary>
internal sealed class WorstPage(Screen screen, Func<WorstSpan?> read) : DetailPage
{
    private const double NsPerSec = 1e9;

    private WorstSpan? _span;
    private PastText? _past;
    private (string Begin, string End) _tasks = ("", "");
    private int _clears;

    public override string Title => "worst";

    public override bool IsThere => _span is not null;

    public override void Refresh()
    {
        if (_clears != screen.Clears)
        {
            (_span, _past, _clears) = (null, null, screen.Clears);
        }

        if (read() is WorstSpan span && span != _span)
        {
            (_span, _past) = (span, null);
            _tasks = (NameOf(span.BeginPid), NameOf(span.EndPid));
            screen.Control.ReadPast(span).ContinueWith(
                done => screen.Post(() => Take(span, done.Result)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    public override void Write(List<TextLine> lines, int width)
    {
        if (_span is not WorstSpan span)
        {
            return;
        }

        lines.Add(new TextLine($"longest since start or clear: {Quantity.Text(to => Quantity.Duration(span.DurationNs, screen.Look.IsAscii, to))}", ThemeRole.Key));
        lines.Add(new TextLine($"  began  {Sec(span.Begin)}  CPU {span.BeginCpu}  {_tasks.Begin}"));
        lines.Add(new TextLine($"  ended  {Sec(span.End)}  CPU {span.EndCpu}  {_tasks.End}"));
        lines.Add(new TextLine(""));
        if (_past is not PastText past)
        {
            lines.Add(new TextLine("reading what happened meanwhile...", ThemeRole.Dim));
            return;
        }

        if (past.Note is string note)
        {
            lines.Add(new TextLine(note, ThemeRole.Dim));
        }

        foreach (string line in past.Lines)
        {
            lines.Add(new TextLine(line.TrimStart()));
        }
    }

    // An answer about a span that is not the longest any more is late.
    private void Take(WorstSpan span, PastText past)
    {
        if (span == _span)
        {
            _past = past;
            screen.TellLate();
        }
    }

    private static string Sec(ulong ns) => (ns / NsPerSec).ToString("F6", CultureInfo.InvariantCulture);

    private string NameOf(int pid)
    {
        foreach (ProcessRow row in screen.Window?.Processes ?? [])
        {
            if (row.Pid == pid)
            {
                return $"{row.Comm}-{pid}";
            }
        }

        return pid == 0 ? "<idle>-0" : $"pid {pid}";
    }
}
