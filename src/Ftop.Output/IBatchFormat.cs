using Ftop.Aggregation.Windows;

namespace Ftop.Output;

/// <summary>How a window is written.</summary>
public interface IBatchFormat
{
    /// <summary>Writes one window and flushes it. IOException where the output fails.</summary>
    void Write(WindowSnapshot window);
}
