using System.Diagnostics;
using System.Runtime.InteropServices;
using Ftop.Decoding.Files;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Native;
using Ftop.Tracefs.Reading;

namespace Ftop.Tracefs.Recording;

/// <summary>
/// Moves one CPU's whole sub-buffers from <c>trace_pipe_raw</c> to a file by splice(2), without looking at them, on a thread of its own that sleeps by the
/// clock and runs on that CPU. What splice refuses is read and written; the sub-buffer being written at the end is read too.
/// </summary>
internal sealed class CpuRecorder : IDisposable
{
    private const int PageSizeBytes = 4096;
    private const int PipeSizeBytes = 1 << 20;
    private const int StackSizeBytes = 256 << 10;
    private const int MostIntervalMs = 500;
    private const long BurstBytesPerMs = (64 << 20) / 1000;
    private readonly int _cpu;
    private readonly string _pipePath;
    private readonly int _subBufferSizeBytes;
    private readonly long _targetBytes;
    private readonly int? _intervalMs;
    private readonly int _mostIntervalMs;
    private readonly Action<FileException> _onFailure;
    private readonly RawFile _output;
    private readonly WakeUp _wakeUp = new(Waiter.Create());
    private readonly DrainPace _pace = new();
    private readonly Thread _thread;
    private OpenFile _source;
    private int _pipeIn = -1;
    private int _pipeOut = -1;
    private bool _splices = true;
    private volatile bool _isStopping;

    /// <param name="cpu">The kernel's number.</param>
    /// <param name="pipePath">Its <c>trace_pipe_raw</c>.</param>
    /// <param name="output">Takes them, and is closed at the end.</param>
    /// <param name="options">How.</param>
    /// <param name="onFailure">Told, once and on the thread, that recording of this CPU has ended.</param>
    public CpuRecorder(int cpu, string pipePath, RawFile output, in RecorderOptions options, Action<FileException> onFailure)
    {
        (_cpu, _pipePath, _output, _onFailure) = (cpu, pipePath, output, onFailure);
        _subBufferSizeBytes = options.SubBufferSizeBytes;
        _targetBytes = ((long)options.BufferSizeKb << 10) / 4;
        _intervalMs = options.IntervalMs;

        // A burst after quiet must not fill the whole buffer before the first look at it.
        _mostIntervalMs = (int)Math.Clamp(((long)options.BufferSizeKb << 10) / BurstBytesPerMs, DrainPace.LeastMs, MostIntervalMs);
        _thread = new Thread(Run, StackSizeBytes) { IsBackground = true, Name = $"ftop-rec/{cpu}" };
    }

    /// <summary>Bytes moved so far.</summary>
    public long WrittenBytes => _output.WrittenBytes;

    /// <summary>Bytes that the kernel gave and the disk refused.</summary>
    public long RefusedBytes => _output.RefusedBytes;

    /// <summary>Opens the pipe and starts the thread.</summary>
    /// <returns>False for a CPU that was never online: nothing can be recorded there.</returns>
    /// <exception cref="TracefsException">Not permitted, or in use by another reader.</exception>
    public bool TryStart()
    {
        int errno = OpenFile.TryOpen(_pipePath, Libc.ReadOnly | Libc.NonBlock, out _source);
        if (errno is ErrnoNumber.NoDevice or ErrnoNumber.NoEntry)
        {
            return false;
        }

        if (errno != 0)
        {
            throw Remedy.Explain(_pipePath, "open", errno);
        }

        OpenPipe();
        _thread.Start();
        return true;
    }

    /// <summary>Lets the thread take what is left, with recording off, and end.</summary>
    public void RequestEnd()
    {
        _isStopping = true;
        _wakeUp.Set();
    }

    /// <summary>Waits for the end.</summary>
    public void Dispose()
    {
        RequestEnd();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        _ = _source.Close(); // a read-only pipe has nothing to report at close
        ClosePipe();
        _output.Dispose();
        _wakeUp.Dispose();
    }

    private unsafe void OpenPipe()
    {
        int* ends = stackalloc int[2];
        if (Libc.Pipe(ends, Libc.CloseOnExec | Libc.NonBlock) < 0)
        {
            throw Remedy.Explain("pipe", "open", Marshal.GetLastPInvokeError());
        }

        (_pipeOut, _pipeIn) = (ends[0], ends[1]);
        _ = Libc.Control(_pipeIn, Libc.SetPipeSize, PipeSizeBytes); // refused beyond pipe-max-size: then more calls move the same
    }

    // Once: a number that was closed may be another file's by now.
    private void ClosePipe()
    {
        if (_pipeIn >= 0)
        {
            _ = Libc.Close(_pipeIn);
            _ = Libc.Close(_pipeOut);
            (_pipeIn, _pipeOut) = (-1, -1);
        }
    }

    private void Run()
    {
        PreferredThread.BeginToRead();
        CpuAffinity.TryPin(_cpu);
        try
        {
            while (!_isStopping)
            {
                long before = _output.WrittenBytes;
                Check(_splices ? Splice() : Read(untilEmpty: false));
                _pace.Note(_output.WrittenBytes - before, Stopwatch.GetTimestamp(), _targetBytes, _mostIntervalMs);
                _wakeUp.Wait(_intervalMs ?? _pace.IntervalMs);
            }

            Check(_splices ? Splice() : 0);
            Check(Read(untilEmpty: true));
        }
        catch (Exception failure) when (FileException.IsOfFile(failure))
        {
            _onFailure(FileException.Of(_output.Path, "open", failure));
        }
    }

    private void Check(int errno)
    {
        if (errno != 0)
        {
            throw new FileException(_output.Path, "write", errno);
        }
    }

    // Returns the errno of writing; what the kernel's buffer refuses for a moment is tried at the next wake-up.
    private unsafe int Splice()
    {
        while (true)
        {
            // Whole sub-buffers, and no more than are to be kept: what waits may be more than the limit.
            long room = Math.Min(_output.RoomBytes, PipeSizeBytes);
            long mostBytes = Math.Min(PipeSizeBytes, ((room / _subBufferSizeBytes) + 1) * _subBufferSizeBytes);
            nint moved = Libc.Splice(_source.Descriptor, null, _pipeIn, null, (nint)mostBytes, Libc.SpliceMove | Libc.SpliceNonBlock);
            if (moved > 0)
            {
                int errno = _output.TryTake(_pipeOut, moved);
                if (errno != 0)
                {
                    return errno;
                }

                continue;
            }

            if (moved < 0 && Marshal.GetLastPInvokeError() is ErrnoNumber.Invalid or ErrnoNumber.NotImplemented)
            {
                _splices = false;
            }

            return 0;
        }
    }

    private unsafe int Read(bool untilEmpty)
    {
        byte* start = (byte*)NativeMemory.AlignedAlloc((nuint)_subBufferSizeBytes, PageSizeBytes);
        try
        {
            var subBuffer = new Span<byte>(start, _subBufferSizeBytes);
            long bufferBytes = 4 * _targetBytes;
            long mostBytes = untilEmpty ? 2 * bufferBytes : bufferBytes; // an end also where recording could not be switched off
            for (long bytes = 0; bytes < mostBytes && _source.TryRead(subBuffer, out int count) == 0 && count > 0; bytes += count)
            {
                subBuffer[count..].Clear();
                int errno = _output.TryWrite(subBuffer);
                if (errno != 0)
                {
                    return errno;
                }
            }

            return 0;
        }
        finally
        {
            NativeMemory.AlignedFree(start);
        }
    }
}
