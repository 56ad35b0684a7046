using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ftop.Decoding;
using Ftop.Decoding.Formats;
using Ftop.Decoding.RingBuffer;

namespace Ftop.Tracefs.Tests;

/// <summary>Counts <c>raw_syscalls:sys_enter</c> of getppid on all CPUs.</summary>
internal sealed class GetppidSink(LiveSource source, EventFormat format) : ISubBufferSink
{
    private readonly HeaderPage _layout = source.Metadata.HeaderPage;
    private readonly int _idOffset = format.Find("id")!.Offset;
    private readonly long _number = source.Metadata.SystemCalls.Find("getppid");
    private long _calls;
    private long _missed;

    /// <summary>Bytes of the largest read.</summary>
    public int LargestSubBufferBytes { get; private set; }

    public long Calls => Volatile.Read(ref _calls);

    public long Missed => Volatile.Read(ref _missed);

    public void Accept(int cpuIndex, ReadOnlySpan<byte> subBuffer)
    {
        LargestSubBufferBytes = Math.Max(LargestSubBufferBytes, subBuffer.Length);
        var reader = new SubBufferReader(subBuffer, _layout);
        Interlocked.Add(ref _missed, reader.MissedEvents.Any ? 1 : 0);
        while (reader.TryReadNext(out EventRecord record))
        {
            if (record.TypeId == format.Id && Unsafe.ReadUnaligned<long>(ref MemoryMarshal.GetReference(record.Payload[_idOffset..])) == _number)
            {
                Interlocked.Increment(ref _calls);
            }
        }
    }
}
