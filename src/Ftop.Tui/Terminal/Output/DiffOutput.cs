using System.Collections.Concurrent;
using System.Diagnostics;
using System.Drawing;
using Terminal.Gui.Drawing;
using Terminal.Gui.Drivers;

namespace Ftop.Tui.Terminal.Output;

/// <summary>
/// The output component under Terminal.Gui. Remembers what the terminal shows and sends what differs, in as few bytes as it can; how many cells
/// the views drew again does not matter. Where Terminal.Gui drew, its dirty flags are not looked at: it does not set them in every case (FillRect), and
/// comparing a whole screen costs less than sending one cell too many.
/// </summary>
/// <remarks>One thread, except <see cref="Leave"/>.</remarks>
internal sealed partial class DiffOutput : IOutput
{
    private const int LeaveTimeoutMs = 700; // of two seconds for the whole end

    private readonly ITerminalLine _line;
    private readonly TerminalCapabilities _capabilities;
    private readonly Pacing _pacing;
    private readonly SendQueue _queue = new();
    private readonly ScreenShadow _shadow = new();
    private readonly ScreenPen _pen;
    private readonly SgrMap _sgr;
    private readonly ConcurrentQueue<SixelToRender> _sixels = new();
    private Size _size;
    private Cursor _cursor = new();
    private bool _isCursorShown;
    private bool _isUrgent;
    private bool _isInvalid = true;
    private bool _isRepairing;
    private bool _isRowDue;
    private int _repairedRow;
    private int _isEntered;

    public DiffOutput(ITerminalLine line, TerminalCapabilities capabilities, Pacing pacing)
    {
        (_line, _capabilities, _pacing) = (line, capabilities, pacing);
        _pen = new ScreenPen(_queue, _shadow);
        _sgr = new SgrMap(capabilities.ColorMode);
        _size = line.Size;
    }

    /// <summary>True while the terminal does not show all of the last frame: <see cref="Write(IOutputBuffer)"/> it again when it may be.</summary>
    public bool HasMore { get; private set; }

    /// <summary>True while the line has not taken all bytes: <see cref="Flush"/> again when it is writable.</summary>
    public bool HasBytes => _queue.Length > 0;

    /// <summary>Time until the line is free for more of the frame.</summary>
    public TimeSpan FreeIn => _pacing.Wait(_isUrgent);

    /// <summary>Frames that were sent completely, bytes that the line took: for measurements.</summary>
    public long Frames { get; private set; }

    /// <inheritdoc cref="Frames"/>
    public long Bytes { get; private set; }

    /// <summary>Takes the screen; the first frame follows with the next <see cref="Write(IOutputBuffer)"/>.</summary>
    public void Enter()
    {
        if (_capabilities.HasAlternateScreen)
        {
            _queue.Add("\e[?1049h"u8);
        }

        _isCursorShown = true;
        ShowCursor(false);
        Volatile.Write(ref _isEntered, 1);
        Invalidate();
        Flush();
    }

    /// <summary>
    /// Gives the screen back: the shell's where there is a second one, else this one with the cursor in the last row. From any thread, any number
    /// of times. Where the line was stopped it flows again; where it does not move in time what it holds is dropped. Where another job has the terminal
    /// nothing is sent.
    /// </summary>
    public void Leave()
    {
        if (Interlocked.Exchange(ref _isEntered, 0) == 0)
        {
            return;
        }

        if (!_line.IsForeground)
        {
            return;
        }

        _line.LetFlow();
        if (_capabilities.IsPlain)
        {
            return;
        }

        // CAN ends a sequence of which the line took only a part; what else waits is not worth the wait.
        var last = new SendQueue();
        last.Add(HasBytes ? "\x18\e[m"u8 : "\e[m"u8);
        if (_capabilities.HasAlternateScreen)
        {
            last.Add("\e[?1049l"u8);
        }
        else
        {
            last.Add("\e["u8);
            last.AddNumber(_size.Height);
            last.Add("H\e[K"u8);
        }

        if (_capabilities.CanHideCursor)
        {
            last.Add("\e[?25h"u8);
        }

        long start = Stopwatch.GetTimestamp();
        while (last.Length > 0 && Stopwatch.GetElapsedTime(start).TotalMilliseconds < LeaveTimeoutMs)
        {
            last.Take(_line.TryWrite(last.Waiting));
            if (last.Length > 0)
            {
                _line.Wait(forWrite: true, 100);
            }
        }

        if (last.Length > 0)
        {
            _line.DropOutput();
            _line.TryWrite(last.Waiting);
        }
    }

    /// <summary>Nobody knows what the terminal shows: the next frame starts from an erased screen.</summary>
    public void Invalidate()
    {
        _isInvalid = true;
        _isUrgent = true;
        HasMore = true;
    }

    /// <summary>The buffer holds another frame, its rows marked, for the next <see cref="WriteMarked"/>.</summary>
    public void NoteFrame() => HasMore = true;

    /// <summary>
    /// The next frame sends another row again, the one below the last, whatever the terminal is thought to show; and from now on every frame
    /// begins by placing the cursor.
    /// </summary>
    public void RepairNextRow()
    {
        _isRepairing = true;
        _isRowDue = true;
        HasMore = true;
    }

    /// <summary>Somebody waits for the next frame: it may have the whole rate of the line.</summary>
    public void Hurry() => _isUrgent = true;

    /// <summary>Sends the cursor and what the line takes of the bytes that wait.</summary>
    public void Flush()
    {
        if (_isEntered == 0)
        {
            return;
        }

        if (_capabilities.IsPlain)
        {
            // Nothing to place.
        }
        else if (_cursor is { IsVisible: true, Position: Point position } && !HasMore && position.X < _shadow.Columns && position.Y < _shadow.Rows)
        {
            _pen.MoveTo(position.X, position.Y, _pen.Sgr);
            ShowCursor(true);
        }
        else if (!_cursor.IsVisible)
        {
            ShowCursor(false);
        }

        if (HasBytes)
        {
            int taken = _line.TryWrite(_queue.Waiting);
            _queue.Take(taken);
            Bytes += taken;
            _pacing.Sent(taken, _isUrgent);
        }

        _isUrgent &= HasMore || HasBytes;
    }

    private void ShowCursor(bool isShown)
    {
        if (_isCursorShown != isShown && _capabilities.CanHideCursor)
        {
            _queue.Add(isShown ? "\e[?25h"u8 : "\e[?25l"u8);
            _isCursorShown = isShown;
        }
    }
}
