using System.Globalization;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Text;
using Ftop.Tui.Themes;

namespace Ftop.Tui.Panes;

/// <summary>One span of a row, and what happened meanwhile on its CPUs and in its tasks, which is kept when the flight recorder has gone on.</summary>
/// <param name="screen">Where it is shown.</param>
/// <param name="read">The span, and what it is of all spans; null where there is none.</param>
internal abstract class PastPage(Screen screen, Func<(WorstSpan Span, string Head)?> read) : DetailPage
{
    private const double NsPerSec = 1e9;

    private WorstSpan? _asked;
    private WorstSpan? _span;
    private string _head = "";
    private PastText? _past;
    private (string Begin, string End) _tasks = ("", "");
    private int _clears;

    public override bool IsThere => _span is not null;

    public override void Refresh()
    {
        if (_clears != screen.Clears)
        {
            (_asked, _span, _past, _clears) = (null, null, null, screen.Clears);
        }

        if (read() is (WorstSpan span, string head) && span != _asked)
        {
            _asked = span;
            if (_span is null || ShowsAtOnce)
            {
                Show(span, head, null);
            }

            screen.Control.ReadPast(span).ContinueWith(
                done => screen.Post(() => Take(span, head, done.Result)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    public override void Write(List<TextLine> lines, int width)
    {
        if (_span is not WorstSpan span)
        {
            return;
        }

        lines.Add(new TextLine($"{_head}: {Quantity.Text(to => Quantity.Duration(span.DurationNs, screen.Look.IsAscii, to))}", ThemeRole.Key));
        lines.Add(new TextLine($"  began  {Sec(span.Begin)}  CPU {span.BeginCpu}  {_tasks.Begin}"));
        lines.Add(new TextLine($"  ended  {Sec(span.End)}  CPU {span.EndCpu}  {_tasks.End}"));
        if (_past?.Call is string call)
        {
            lines.Add(new TextLine($"  {call}"));
        }

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

    /// <summary>Whether another span is shown before what happened meanwhile is read.</summary>
    protected abstract bool ShowsAtOnce { get; }

    // An answer about a span that is not the one any more is late.
    private void Take(WorstSpan span, string head, PastText past)
    {
        if (span == _asked)
        {
            Show(span, head, past);
            screen.TellLate();
        }
    }

    private void Show(WorstSpan span, string head, PastText? past)
    {
        if (span != _span)
        {
            _tasks = (NameOf(span.BeginPid), NameOf(span.EndPid));
        }

        (_span, _head, _past) = (span, head, past);
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
