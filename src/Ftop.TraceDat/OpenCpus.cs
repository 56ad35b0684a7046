using Ftop.Decoding.Text;

namespace Ftop.TraceDat;

/// <summary>The sub-buffers of all CPUs of a buffer, closed together.</summary>
internal sealed class OpenCpus(RecordedBuffer buffer) : IDisposable
{
    public IReadOnlyList<(int Cpu, ISubBufferSequence SubBuffers)> All { get; } = buffer.OpenCpus();

    public void Dispose()
    {
        foreach ((int _, ISubBufferSequence subBuffers) in All)
        {
            subBuffers.Dispose();
        }
    }
}
