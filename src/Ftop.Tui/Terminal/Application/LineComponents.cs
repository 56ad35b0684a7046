using System.Collections.Concurrent;
using Ftop.Tui.Terminal.Output;
using Terminal.Gui.Drivers;
using Terminal.Gui.Time;

namespace Ftop.Tui.Terminal.Application;

/// <summary>The components that Terminal.Gui's driver is put together from: ours for output and size, its own input processor, no input.</summary>
internal sealed class LineComponents(ITerminalLine line, DiffOutput output) : ComponentFactoryImpl<char>
{
    /// <summary>Tells the driver of a new size.</summary>
    public LineSize Size { get; } = new(line);

    /// <inheritdoc/>
    public override string GetDriverName() => DriverRegistry.Names.ANSI;

    /// <inheritdoc/>
    public override IInput<char> CreateInput() => new ParkedInput();

    /// <inheritdoc/>
    public override IInputProcessor CreateInputProcessor(ConcurrentQueue<char> inputQueue, ITimeProvider? timeProvider = null) =>
        new AnsiInputProcessor(inputQueue, timeProvider);

    /// <inheritdoc/>
    public override ISizeMonitor CreateSizeMonitor(IOutput consoleOutput, IOutputBuffer outputBuffer) => Size;

    /// <inheritdoc/>
    public override IOutput CreateOutput() => output;
}
