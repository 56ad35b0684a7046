using Ftop.Decoding;
using Ftop.Decoding.Files;
using Ftop.TraceDat.Writing;

namespace Ftop.Capturing;

/// <summary>
/// Sub-buffers to files, one a CPU, as <c>per_cpu/cpuN/trace_pipe_raw</c>: one after the other, each with its full size. A write that fails ends it: the
/// reader that brings them is not kept.
/// </summary>
internal sealed class SubBufferFiles : ISubBufferSink, IDisposable
{
    private readonly TaskCompletionSource<FileException> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly OutputFileStream[] _files;
    private readonly byte[] _padding;
    private long _count;

    /// <param name="directory">The tree's top.</param>
    /// <param name="cpus">The kernel's numbers.</param>
    /// <param name="subBufferSizeBytes">Size of each.</param>
    /// <exception cref="FileException">A file cannot be made.</exception>
    public SubBufferFiles(string directory, IReadOnlyList<int> cpus, int subBufferSizeBytes)
    {
        _padding = new byte[subBufferSizeBytes];
        _files = [.. cpus.Select(cpu =>
        {
            string cpuDirectory = Path.Combine(directory, "per_cpu", $"cpu{cpu}");
            OutputDirectory.Make(cpuDirectory);
            return OutputFileStream.CreateNew(Path.Combine(cpuDirectory, "trace_pipe_raw"));
        })];
    }

    /// <summary>Sub-buffers taken, of all CPUs.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Ends with the reason for which nothing more is taken; else never.</summary>
    public Task<FileException> Failed => _failed.Task;

    /// <inheritdoc/>
    public void Accept(int cpuIndex, ReadOnlySpan<byte> subBuffer)
    {
        if (_failed.Task.IsCompleted)
        {
            return;
        }

        try
        {
            _files[cpuIndex].Write(subBuffer);
            if (subBuffer.Length < _padding.Length)
            {
                _files[cpuIndex].Write(_padding.AsSpan(subBuffer.Length));
            }

            Interlocked.Increment(ref _count);
        }
        catch (FileException fault)
        {
            _failed.TrySetResult(fault);
        }
    }

    public void Dispose()
    {
        foreach (OutputFileStream file in _files)
        {
            file.Dispose();
        }
    }
}
