using System.Collections.Immutable;
using System.Globalization;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Columns;
using Ftop.Tui.Control;
using Ftop.Tui.Drawing;
using Ftop.Tui.Text;
using Ftop.Tui.Themes;

namespace Ftop.Tui.Panes;

/// <summary>
/// Two lines that are always there; the second shows the last message instead until the next key. Between them what others changed about the trace:
/// <code>
/// System calls  tracer nop  45.6k events/s  lost 0  self 0.4%  buffer 12%  every 1s
/// pid all  on: syscalls irq sched:sched_switch
/// </code>
/// A replay has its <see cref="ReplayBar"/> in the second. Where the line is too short, the least important parts go; losses, and what ftop itself takes, never do.
/// </summary>
internal sealed class StatusPane(Screen screen) : GridView(screen.Look)
{
    private const int MostRows = 4;
    private const double HeavySelfPercent = 20;

    private readonly List<StatusPart> _parts = [];
    private ImmutableArray<string> _noticesJoined = [];
    private string _notices = "";

    /// <summary>Shown first: where the operator is.</summary>
    public string ViewTitle { get; set; } = "";

    /// <summary>Of the pane that the keys go to.</summary>
    public Func<RowPlace?>? PlaceOf { get; set; }

    public Message? Message { get; private set; }

    /// <summary>Rows that it wants: two, and more where a message is long or there are notices.</summary>
    public int RowsAt(int width) =>
        1 + NoticeRowsAt(width) + (Message is Message message ? Math.Min(MostRows, WrappedText.CountLines(SafeText.Of(message.Text), width)) : 1);

    public void Say(Message? message)
    {
        if (message != Message)
        {
            Message = message;
            SetStale();
        }
    }

    protected override void Compose(Grid grid)
    {
        TracingState state = screen.Control.State;
        for (int y = 0; y < grid.Height; y++)
        {
            grid.Paint(0, y, grid.Width, ThemeRole.Status);
        }

        ComposeFirst(grid, state);
        ComposeSecond(grid, state, ComposeNotices(grid));
    }

    private int NoticeRowsAt(int width) => Notices() is { Length: > 0 } notices ? Math.Min(MostRows, WrappedText.CountLines(notices, width)) : 0;

    // Made again where the window has other ones.
    private string Notices()
    {
        ImmutableArray<string> notices = screen.Window?.Notices ?? [];
        if (notices != _noticesJoined)
        {
            (_noticesJoined, _notices) = (notices, string.Join("; ", notices.Select(SafeText.Of)));
        }

        return _notices;
    }

    private int ComposeNotices(Grid grid)
    {
        ReadOnlySpan<char> text = Notices();
        int end = 1 + NoticeRowsAt(grid.Width);
        for (int y = 1; y < Math.Min(end, grid.Height) && text.Length > 0; y++)
        {
            int length = y == end - 1 ? text.Length : WrappedText.LineLength(text, grid.Width);
            PutCut(grid, 0, y, text[..length].ToString(), ThemeRole.Error);
            text = text[length..].TrimStart(' ');
        }

        return end;
    }

    private void ComposeFirst(Grid grid, TracingState state)
    {
        _parts.Clear();
        Add(ViewTitle, 1, ThemeRole.Key);
        if (PlaceOf?.Invoke() is RowPlace place)
        {
            Add(place.ToString(), 0, ThemeRole.Warning);
        }

        if (screen.IsFrozen)
        {
            Add("FROZEN", 0, ThemeRole.Warning);
        }

        if (screen.StandsStill)
        {
            Add("STANDING STILL", 0, ThemeRole.Warning);
        }

        if (state.Tracer.Length > 0)
        {
            Add($"tracer {SafeText.Of(state.Tracer)}", 3);
        }

        if (screen.Window is WindowSnapshot window)
        {
            AddWindow(window);
        }

        if (screen.Replay is null)
        {
            Add($"buffer {state.BufferFillPercent}%", 6, state.BufferFillPercent >= 90 ? ThemeRole.Warning : ThemeRole.Status);
        }

        Add($"every {state.Delay.TotalSeconds.ToString("0.####", CultureInfo.InvariantCulture)}s", 5);
        PutParts(grid, 0);
    }

    private void AddWindow(WindowSnapshot window)
    {
        var context = new CellContext(Look, screen.Loss);
        Add($"{Quantity.Text(to => context.Rate(window.Total.EventsPerSec, to))} events/s", 2);
        long lostSinceStart = Screen.LostSinceStart(window);
        string lost = Quantity.Text(to => Quantity.Count(window.Total.Lost, to));
        ThemeRole role = window.Total.Lost > 0 ? ThemeRole.Error : lostSinceStart > 0 ? ThemeRole.Warning : ThemeRole.Status;
        Add($"lost {lost}", 0, role);
        AddBeside(lostSinceStart > window.Total.Lost ? lostSinceStart : 0, "in all", 4, role);
        AddBeside(screen.LostBySwitching, "by switching", 3, role);
        if (window.Total.SeenPercent is double seen)
        {
            Add($"{seen.ToString("F0", CultureInfo.InvariantCulture)}% seen", 1, ThemeRole.Error);
        }

        if (window.Total.CorruptSubBuffers > 0)
        {
            Add($"corrupt sub-buffers {Quantity.Text(to => Quantity.Count(window.Total.CorruptSubBuffers, to))}", 1, ThemeRole.Error);
        }

        if (window.IsTruncated)
        {
            Add("rare rows missing", 4, ThemeRole.Warning);
        }

        if (window.Self is SelfUse self)
        {
            Add($"self {self.CpuPercent.ToString("F1", CultureInfo.InvariantCulture)}%", 0, self.CpuPercent >= HeavySelfPercent ? ThemeRole.Warning : ThemeRole.Status);
        }
    }

    // "(12 by switching)" close to what it is a part of.
    private void AddBeside(long count, string what, int dropOrder, ThemeRole role)
    {
        if (count > 0)
        {
            _parts.Add(new StatusPart($"({Quantity.Text(to => Quantity.Count(count, to))} {what})", dropOrder, role) { Gap = 1 });
        }
    }

    private void ComposeSecond(Grid grid, TracingState state, int y)
    {
        if (grid.Height <= y)
        {
            return;
        }

        if (Message is Message message)
        {
            WrappedText.Put(grid, y, SafeText.Of(message.Text), message.Kind == MessageKind.Refused ? ThemeRole.Error : ThemeRole.Status);
            return;
        }

        if (screen.Replay is IReplayControl replay)
        {
            ReplayBar.Put(grid, y, replay.State, Look);
            return;
        }

        int at = state.Recording is string recording ? PutCut(grid, 0, y, SafeText.Of(recording) + "  ", ThemeRole.Warning) : 0;
        string pids = state.Pids.IsEmpty ? "all" : string.Join(',', state.Pids);
        string function = state.FunctionFilter.Length > 0 ? $"  only {SafeText.Of(state.FunctionFilter)}" : "";
        int x = PutCut(grid, at, y, $"pid {pids}", state.Pids.IsEmpty ? ThemeRole.Status : ThemeRole.Warning);
        x = PutCut(grid, x, y, function, ThemeRole.Warning);
        PutCut(grid, x, y, $"  on: {EventsOn(state)}", ThemeRole.Status);
    }

    private static string EventsOn(TracingState state)
    {
        IEnumerable<string> events = state.Events.Select(SafeText.Of);
        if (state.SystemCallsOn)
        {
            events = events.Where(name => EventSet.SystemOf(name) is not ("raw_syscalls" or "syscalls")).Prepend("syscalls");
        }

        string all = string.Join(' ', events);
        return all.Length > 0 ? all : "nothing";
    }

    private int PutCut(Grid grid, int x, int y, string text, ThemeRole role)
    {
        int end = grid.Put(x, y, text, role);
        if (end > grid.Width)
        {
            grid.Put(grid.Width - 1, y, [Look.Cut], role);
        }

        return end;
    }

    private void Add(string text, int dropOrder, ThemeRole role = ThemeRole.Status) => _parts.Add(new StatusPart(text, dropOrder, role));

    private void PutParts(Grid grid, int y)
    {
        while (_parts.Count > 0 && _parts.Sum(part => part.Gap + part.Text.Length) - _parts[0].Gap > grid.Width && _parts.Max(part => part.DropOrder) is > 0 and int last)
        {
            _parts.RemoveAt(_parts.FindLastIndex(part => part.DropOrder == last));
        }

        int x = 0;
        foreach (StatusPart part in _parts)
        {
            x = grid.Put(x == 0 ? 0 : x + part.Gap, y, part.Text, part.Role);
        }
    }

    private readonly record struct StatusPart(string Text, int DropOrder, ThemeRole Role)
    {
        /// <summary>Cells before it.</summary>
        public int Gap { get; init; } = 2;
    }
}
