namespace Ftop.Aggregation.Windows;

/// <summary>
/// Where windows come from: the kernel, or a recording. Either one a tick, for a screen, or one after the other for one who takes them at his own pace; not
/// both of one source.
/// </summary>
public interface IWindowSource
{
    /// <summary>One window a tick; who listens must not wait. Ends with the first error of what makes them.</summary>
    IObservable<WindowSnapshot> Snapshots { get; }

    /// <summary>
    /// The windows, made when they are taken, until the source has no more or <paramref name="end"/> is there; the last one holds all that is left.
    /// Throws the first error of what makes them, and of <paramref name="end"/>.
    /// </summary>
    IEnumerable<WindowSnapshot> WindowsUntil(Task end);
}
