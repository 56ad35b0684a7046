using System.Collections.Immutable;
using Ftop.Decoding.Files;

namespace Ftop.Tracefs.Recording;

/// <summary>
/// Records all CPUs of one buffer, each to a file <c>PREFIX.cpuN</c> (and <c>PREFIX.cpuN.old</c> where <see cref="RecorderOptions.MostBytes"/> limits it) of
/// sub-buffers one after the other. The files stay.
/// </summary>
public sealed class BufferRecorder : IDisposable
{
    private readonly TaskCompletionSource<FileException> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ImmutableArray<(int Cpu, CpuRecorder Recorder)> _recorders;

    /// <summary>Starts to record what <paramref name="array"/> holds and gets.</summary>
    /// <exception cref="IOException">A file cannot be made, or a pipe not read.</exception>
    public BufferRecorder(TraceArray array, string prefix, RecorderOptions options)
    {
        ArgumentNullException.ThrowIfNull(array);
        var recorders = new List<(int Cpu, CpuRecorder Recorder)>();
        try
        {
            foreach (int cpu in array.Cpus)
            {
                RawFile output = options.FirstCpu is FilePlace place && recorders.Count == 0 ? new RawFile(place) : new RawFile(FileOf(prefix, cpu), options.Create, options.MostBytes);
                var recorder = new CpuRecorder(cpu, Path.Combine(array.CpuDirectory(cpu), "trace_pipe_raw"), output, options, Fail);
                recorders.Add((cpu, recorder));
                _ = recorder.TryStart(); // a CPU that is not online leaves an empty file
            }
        }
        catch
        {
            recorders.ForEach(recorder => recorder.Recorder.Dispose());
            throw;
        }

        _recorders = [.. recorders];
        Cpus = array.Cpus;
    }

    /// <summary>The kernel's numbers of the CPUs.</summary>
    public ImmutableArray<int> Cpus { get; }

    /// <summary>Bytes recorded so far.</summary>
    public long WrittenBytes => _recorders.Sum(recorder => recorder.Recorder.WrittenBytes);

    /// <summary>Bytes that the kernel gave and the disk refused: lost.</summary>
    public long RefusedBytes => _recorders.Sum(recorder => recorder.Recorder.RefusedBytes);

    /// <summary>Ends with the first reason for which a CPU is not recorded any more, as a full disk; else never.</summary>
    public Task<FileException> Failed => _failed.Task;

    /// <summary>The file of one CPU.</summary>
    public static string FileOf(string prefix, int cpu) => $"{prefix}.cpu{cpu}";

    /// <summary>Its older part, where there is a limit.</summary>
    public static string OldFileOf(string prefix, int cpu) => RawFile.OldPath(FileOf(prefix, cpu));

    /// <summary>Takes what is left in the buffer, whose recording is off, and ends.</summary>
    public void Dispose()
    {
        foreach ((int _, CpuRecorder recorder) in _recorders)
        {
            recorder.RequestEnd();
        }

        foreach ((int _, CpuRecorder recorder) in _recorders)
        {
            recorder.Dispose();
        }
    }

    private void Fail(FileException failure) => _failed.TrySetResult(failure);
}
