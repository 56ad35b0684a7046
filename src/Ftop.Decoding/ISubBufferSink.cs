namespace Ftop.Decoding;

/// <summary>Takes sub-buffers as they come out of the ring buffer.</summary>
public interface ISubBufferSink
{
    /// <summary>
    /// Takes one sub-buffer of one CPU. Calls for the same CPU come one after another, in the order of the ring buffer; calls for different
    /// CPUs come from different threads at the same time.
    /// </summary>
    /// <param name="cpuIndex">Index into the source's list of CPUs.</param>
    /// <param name="subBuffer">A whole sub-buffer, header included; valid only during the call.</param>
    void Accept(int cpuIndex, ReadOnlySpan<byte> subBuffer);
}
