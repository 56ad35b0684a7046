using System.Drawing;
using Ftop.Tui.Terminal;

namespace Ftop.Tui.Tests;

/// <summary>
/// A line in memory. The loop's thread runs while it has something to do and rests in <see cref="Wait"/>; the test's thread runs in between, so
/// neither ever sees the other at work.
/// </summary>
internal sealed class MemoryLine(int columns, int rows) : ITerminalLine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly object _lock = new();
    private readonly Queue<byte> _input = [];
    private readonly List<byte> _sent = [];
    private bool _isWoken;
    private bool _isResting;
    private bool _mayGo;
    private bool _hasEnded;
    private Exception? _failure;

    public Size Size { get; set; } = new(columns, rows);

    /// <summary>What the terminal answers when it is asked; null where nothing does.</summary>
    public Size? Answer { get; set; }

    /// <summary>Bytes that were on their way when the size was asked for.</summary>
    public Func<bool> IsFrameUnderWay { get; set; } = () => false;

    public void AskSize()
    {
        Assert.False(IsFrameUnderWay());
        Size = Answer ?? Size;
    }

    public int SpeedBaud => 0;

    public bool IsHungUp { get; set; }

    public bool IsRaw { get; private set; }

    public int Stops { get; private set; }

    public bool IsForeground { get; set; } = true;

    /// <summary>True while somebody holds the output back, as Ctrl-S does.</summary>
    public bool IsStopped { get; set; }

    /// <summary>Bytes that the line takes before it would block.</summary>
    public int Room { get; set; } = int.MaxValue;

    public void Enter() => IsRaw = true;

    public void Leave() => IsRaw = false;

    public int Read(Span<byte> destination)
    {
        lock (_lock)
        {
            int length = Math.Min(destination.Length, _input.Count);
            for (int i = 0; i < length; i++)
            {
                destination[i] = _input.Dequeue();
            }

            return length;
        }
    }

    /// <summary>True for a wait of the test's own thread: it times out.</summary>
    public bool TimesOut { get; set; }

    public void LetFlow() => IsStopped = false;

    public void DropOutput() => Room = int.MaxValue;

    public int TryWrite(ReadOnlySpan<byte> bytes)
    {
        if (IsStopped)
        {
            return 0;
        }

        int length = Math.Min(bytes.Length, Room);
        Room -= Room == int.MaxValue ? 0 : length;
        _sent.AddRange(bytes[..length]);
        return length;
    }

    public LineEvents Wait(bool forWrite, int timeoutMs)
    {
        lock (_lock)
        {
            if (_input.Count > 0 || _isWoken || timeoutMs == 0 || (forWrite && Room > 0))
            {
                LineEvents events = _input.Count > 0 ? LineEvents.Readable : LineEvents.None;
                events |= _isWoken ? LineEvents.Woken : LineEvents.None;
                _isWoken = false;
                return events | (forWrite && Room > 0 ? LineEvents.Writable : LineEvents.None);
            }

            if (TimesOut)
            {
                Monitor.Wait(_lock, timeoutMs);
                return LineEvents.None;
            }

            Rest();
            return LineEvents.None;
        }
    }

    public void Wake()
    {
        lock (_lock)
        {
            _isWoken = true;
        }
    }

    public bool TryStopProcess()
    {
        Stops++;
        return true;
    }

    public void Dispose() => Leave();

    /// <summary>Bytes that came from the keyboard.</summary>
    public void Type(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            foreach (byte value in bytes)
            {
                _input.Enqueue(value);
            }
        }
    }

    /// <summary>What was sent since the last call.</summary>
    public byte[] TakeSent()
    {
        byte[] sent = [.. _sent];
        _sent.Clear();
        return sent;
    }

    /// <summary>Lets the loop's thread, which rests, run until it rests again or ends.</summary>
    /// <exception cref="InvalidOperationException">It ended with the exception inside.</exception>
    public void Settle()
    {
        lock (_lock)
        {
            _mayGo = true;
            _isResting = false;
            Monitor.PulseAll(_lock);
            AwaitRest();
        }
    }

    /// <summary>Waits until the loop's thread rests or has ended.</summary>
    /// <exception cref="InvalidOperationException">It ended with the exception inside.</exception>
    public void AwaitRest()
    {
        lock (_lock)
        {
            while (!_isResting && !_hasEnded)
            {
                if (!Monitor.Wait(_lock, Patience))
                {
                    throw new TimeoutException("the loop does not come to rest");
                }
            }

            if (_failure is { } failure)
            {
                _failure = null;
                throw new InvalidOperationException(failure.Message, failure);
            }
        }
    }

    /// <summary>Where the loop's thread rests while it has nothing to do.</summary>
    public void Rest()
    {
        lock (_lock)
        {
            _isResting = true;
            Monitor.PulseAll(_lock);
            while (!_mayGo)
            {
                Monitor.Wait(_lock);
            }

            _mayGo = false;
            _isResting = false;
        }
    }

    /// <summary>The loop's thread ends, and nobody has to wait for it again.</summary>
    public void End(Exception? failure)
    {
        lock (_lock)
        {
            _failure = failure;
            _hasEnded = true;
            Monitor.PulseAll(_lock);
        }
    }
}
