using System.Collections.Concurrent;
using System.Drawing;
using Ftop.Tui.Terminal.Application;
using Terminal.Gui.Drawing;
using Terminal.Gui.Drivers;

namespace Ftop.Tui.Terminal.Output;

// What Terminal.Gui's driver asks of an output besides frames. It would send titles, mouse modes and queries whose answers a serial line may
// never bring: none of that leaves the program.
internal sealed partial class DiffOutput
{
    /// <summary>The views' colours stay 24 bits; <see cref="SgrColor"/> decides what is sent.</summary>
    public bool Force16Colors { get; set; }

    /// <summary>Always true: keeps Terminal.Gui from probing for graphics.</summary>
    public bool IsLegacyConsole
    {
        get => true;
        set => _ = value;
    }

    /// <summary>Never used.</summary>
    public bool UseKittyGraphics { get; set; }

    /// <summary>Never sent.</summary>
    public ConcurrentQueue<SixelToRender> GetSixels() => _sixels;

    /// <summary>Columns and rows of the frames.</summary>
    public Size GetSize() => _size;

    /// <summary>The next frame has this size.</summary>
    public void SetSize(int width, int height) => _size = new Size(width, height);

    /// <summary>The cursor that <see cref="Flush"/> sends.</summary>
    public Cursor GetCursor() => _cursor;

    /// <summary>Shown with the next <see cref="Flush"/>.</summary>
    public void SetCursor(Cursor cursor) => _cursor = cursor;

    /// <summary>Swallowed: titles, modes, queries.</summary>
    public void Write(ReadOnlySpan<char> text)
    {
    }

    /// <summary>Nothing: <see cref="TerminalApplication"/> suspends.</summary>
    public void Suspend()
    {
    }

    /// <summary>Always empty: frames are not kept as text.</summary>
    public string GetLastOutput() => "";

    /// <summary>Always empty: frames are not kept as text.</summary>
    public string ToAnsi(IOutputBuffer buffer) => "";

    /// <summary>Nothing: the line belongs to <see cref="TerminalApplication"/>.</summary>
    public void Dispose()
    {
    }
}
