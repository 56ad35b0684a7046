using Ftop.Aggregation.Windows;

namespace Ftop.Tui.Control;

/// <summary>Brings windows from whatever thread made them to the UI thread.</summary>
internal sealed class SnapshotObserver(Action<Action> post, Action<WindowSnapshot> onWindow, Action<Exception?> onEnd) : IObserver<WindowSnapshot>
{
    public void OnNext(WindowSnapshot value) => post(() => onWindow(value));

    public void OnCompleted() => post(() => onEnd(null));

    public void OnError(Exception error) => post(() => onEnd(error));
}
