using Ftop.Aggregation.Windows;

namespace Ftop.Tui.Panes;

/// <summary>
/// The latest call of a row that failed:
/// <code>
/// latest that failed, ENOENT: 12.3µs
///   began  238.502726  CPU 1  ls-7214
///   ended  238.502738  CPU 1  ls-7214
///   openat(dfd=-100, filename=0x7ffd3a1b2c80, flags=0x80000, mode=0)
/// </code>
/// </summary>
internal sealed class FailedPage(Screen screen, Func<FailedSpan?> read) : PastPage(screen, () => read() is FailedSpan failed ? (failed.Span, $"latest that failed, {failed.Errno}") : null)
{
    public override string Title => "error";

    // There is another one every second: what was read of the one before stays until it is read.
    protected override bool ShowsAtOnce => false;
}
