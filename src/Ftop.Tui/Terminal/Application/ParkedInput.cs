using System.Collections.Concurrent;
using Terminal.Gui.Drivers;

namespace Ftop.Tui.Terminal.Application;

/// <summary>An input that brings nothing: <see cref="UiLoop"/> reads the line itself. Its thread, which Terminal.Gui starts, sleeps to the end.</summary>
internal sealed class ParkedInput : IInput<char>
{
    /// <inheritdoc/>
    public CancellationTokenSource? ExternalCancellationTokenSource { get; set; }

    /// <inheritdoc/>
    public void Initialize(ConcurrentQueue<char> inputQueue)
    {
    }

    /// <inheritdoc/>
    public void Run(CancellationToken runCancellationToken) => runCancellationToken.WaitHandle.WaitOne();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
