using System.Text;
using Ftop.Tui.Terminal;
using Ftop.Tui.Terminal.Application;
using Terminal.Gui.Drawing;
using Terminal.Gui.Input;
using Terminal.Gui.Time;

using Attribute = Terminal.Gui.Drawing.Attribute;
using IRunnable = Terminal.Gui.App.IRunnable;

namespace Ftop.Tui.Tests;

/// <summary>
/// The program's own terminal application over a line in memory: same loop, output and key decoder, virtual time. The loop has a thread of its
/// own and rests while the test looks, also inside a dialog that a key opened.
/// </summary>
/// <example><code>
/// using var terminal = new HeadlessTerminal(80, 24);
/// terminal.Start(new AppWindow(terminal.Application, …));
/// terminal.Type("?");
/// Assert.Contains("Help", terminal.Text);
/// terminal.Press(Key.Esc);
/// terminal.Advance(TimeSpan.FromSeconds(1));
/// </code></example>
internal sealed class HeadlessTerminal : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly Thread _thread;
    private TerminalApplication? _application;
    private IRunnable? _top;

    public HeadlessTerminal(int columns = 80, int rows = 24, TerminalCapabilities? capabilities = null, int lineRateBaud = 0)
    {
        capabilities ??= new TerminalCapabilities { ColorMode = ColorMode.Colors16, Charset = Charset.Utf8, CanHideCursor = true, HasAlternateScreen = true };
        Line = new MemoryLine(columns, rows);
        _thread = new Thread(() => Work(capabilities, lineRateBaud)) { IsBackground = true, Name = "headless UI" };
        _thread.Start();
        Line.AwaitRest();
    }

    public MemoryLine Line { get; }

    public VirtualTimeProvider Clock { get; } = new();

    public TerminalApplication Application => _application ?? throw new InvalidOperationException("the application did not start");

    /// <summary>True once the top runnable has stopped.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Rows of the screen as the views drew them, without trailing blanks.</summary>
    public string[] Rows
    {
        get
        {
            Cell[,] cells = Application.App.Driver!.Contents!;
            string[] rows = new string[cells.GetLength(0)];
            var text = new StringBuilder();
            for (int row = 0; row < rows.Length; row++)
            {
                text.Clear();
                for (int column = 0; column < cells.GetLength(1); column++)
                {
                    text.Append(cells[row, column].Grapheme);
                }

                rows[row] = text.ToString().TrimEnd();
            }

            return rows;
        }
    }

    /// <summary>The screen as text, rows ended by line feeds.</summary>
    public string Text => string.Join('\n', Rows);

    /// <summary>How the cell looks.</summary>
    public Attribute AttributeAt(int column, int row) => Application.App.Driver!.Contents![row, column].Attribute ?? default;

    /// <summary>Runs <paramref name="top"/> and returns when its first frame is there.</summary>
    public void Start(IRunnable top)
    {
        _top = top;
        Line.Settle();
    }

    /// <summary>Presses keys, as the decoder would report them.</summary>
    public void Press(params ReadOnlySpan<Key> keys)
    {
        foreach (Key key in keys)
        {
            Key pressed = new(key);
            Application.Post(() => Application.Loop.Press(pressed));
            Settle();
        }
    }

    /// <summary>Sends text, or the bytes of keys (<c>"\e[A"</c>), through the key decoder.</summary>
    public void Type(string bytes)
    {
        Line.Type(Encoding.UTF8.GetBytes(bytes));
        Settle();
    }

    /// <summary>Lets time pass, in steps that let repeating timers run each time.</summary>
    public void Advance(TimeSpan time)
    {
        for (TimeSpan left = time; left > TimeSpan.Zero; left -= Step)
        {
            Clock.Advance(left < Step ? left : Step);
            Settle();
        }
    }

    /// <summary>Gives the terminal another size.</summary>
    public void Resize(int columns, int rows)
    {
        Line.Size = new System.Drawing.Size(columns, rows);
        Application.Signals.Raise(LoopSignal.Resized);
        Settle();
    }

    /// <summary>Lets the loop do what there is to do: posted actions, due timers, drawing.</summary>
    public void Settle()
    {
        if (!HasEnded)
        {
            Line.Settle();
        }
    }

    public void Dispose()
    {
        _application?.Stop();
        Settle();
        _thread.Join();
        _application?.Dispose();
    }

    private void Work(TerminalCapabilities capabilities, int lineRateBaud)
    {
        try
        {
            _application = TerminalApplication.On(Line, capabilities, Clock, lineRateBaud);
            Line.Rest();
            if (_top is { } top)
            {
                _application.Run(top);
            }

            HasEnded = true;
            Line.End(failure: null);
        }
        catch (Exception exception)
        {
            HasEnded = true;
            Line.End(exception);
        }
    }
}
