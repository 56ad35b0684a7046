namespace Ftop.TraceDat.Writing;

/// <summary>
/// Sub-buffers in a file. They go from file to file within the kernel (copy_file_range(2)), and step by step: where the disk is short of space a step that
/// was copied is taken out of the source (fallocate(2), punch hole), so that no more than one step is there twice.
/// </summary>
public sealed class FilePages : RecordedPages
{
    private const int StepBytes = 1 << 20;
    private readonly string _path;
    private readonly long _offset;
    private readonly bool _isConsumed;

    /// <param name="cpu">The kernel's CPU number.</param>
    /// <param name="path">The file.</param>
    /// <param name="subBufferSizeBytes">Size of a sub-buffer; a torn one at the end is left out.</param>
    /// <param name="offset">Where in the file the first one begins.</param>
    /// <param name="mostBytes">Where they end before the file does; 0 where they do not.</param>
    /// <param name="isConsumed">Takes out of the file what was copied.</param>
    public FilePages(int cpu, string path, int subBufferSizeBytes, long offset = 0, long mostBytes = 0, bool isConsumed = false)
        : base(cpu)
    {
        (_path, _offset, _isConsumed) = (path, offset, isConsumed);
        long lengthBytes = Math.Max(0, new FileInfo(path).Length - offset);
        lengthBytes = mostBytes > 0 ? Math.Min(lengthBytes, mostBytes) : lengthBytes;
        SizeBytes = lengthBytes - (lengthBytes % subBufferSizeBytes);
    }

    /// <inheritdoc/>
    public override long SizeBytes { get; }

    /// <inheritdoc/>
    public override void CopyTo(Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        using var source = new FileStream(_path, FileMode.Open, _isConsumed ? FileAccess.ReadWrite : FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        byte[] step = [];
        long end = _offset + SizeBytes;
        source.Position = _offset;
        while (source.Position < end)
        {
            long at = source.Position;
            int wanted = (int)Math.Min(StepBytes, end - at);
            long copied = output is OutputFileStream file ? CopyRange(source, file, wanted) : 0;
            if (copied <= 0)
            {
                // Not between these file systems, or not into a stream that packs.
                step = step.Length == 0 ? new byte[StepBytes] : step;
                source.ReadExactly(step, 0, wanted);
                output.Write(step, 0, wanted);
                copied = wanted;
            }

            if (_isConsumed)
            {
                _ = Posix.Allocate(source.SafeFileHandle, Posix.KeepSize | Posix.PunchHole, at, copied); // refused by simple file systems: then it stays
            }
        }
    }

    private static long CopyRange(FileStream source, OutputFileStream output, int bytes)
    {
        long from = source.Position;
        long to = output.Position;
        long copied = Posix.CopyFileRange(source.SafeFileHandle, ref from, output.Handle, ref to, (nuint)bytes, 0);
        if (copied > 0)
        {
            source.Position = from;
            output.Position = to;
        }

        return copied;
    }
}
