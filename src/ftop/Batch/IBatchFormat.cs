using Ftop.Aggregation.Windows;

namespace Ftop.Batch;

/// <summary>How a window is written.</summary>
internal interface IBatchFormat
{
    /// <summary>Writes one window and flushes it. IOException where the output fails.</summary>
    void Write(WindowSnapshot window);
}
