using System.Buffers.Binary;
using Ftop.Decoding.RingBuffer;
using Ftop.Decoding.Tests.Data;

namespace Ftop.Decoding.Tests.RingBuffer;

public sealed class SubBufferFuzzTests
{
    private const int Rounds = 1_200_000;
    private const int MostBytes = 160;

    // Lengths and words at which a sum or a mask may go wrong.
    private static readonly uint[] Words =
        [0, 1, 3, 4, 5, 28, 29, 30, 31, 61, 0x7f, 0x80, 0xff, 0x7fffffff, 0x80000000, 0xc0000000, 0xfffffffb, 0xfffffffc, 0xfffffffd, 0xffffffff];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void MutatedPages_ReadTheSameByBothPathsAndNeverPastTheEnd(int seed)
    {
        byte[][] seeds = Seeds();
        using var memory = new GuardedMemory(MostBytes);
        var random = new Random(seed);
        HeaderPage layout32 = Page.Layout32;
        HeaderPage layout64 = Page.Layout64;
        HeaderPage bigEndian = Page.Layout64 with { BigEndian = true };
        int withEvents = 0, disagreeing = 0;
        for (int round = 0; round < Rounds / 2; round++)
        {
            byte[] source = seeds[random.Next(seeds.Length)];
            Span<byte> page = memory.Last(random.Next(16) == 0 ? random.Next(source.Length + 1) : source.Length);
            source.AsSpan(0, page.Length).CopyTo(page);
            Mutate(page, random);
            HeaderPage layout = (round & 15) switch { 0 => layout32, 1 => bigEndian, _ => layout64 };

            var byReader = default(Digest);
            var reader = new SubBufferReader(page, layout);
            while (reader.TryReadNext(out EventRecord record))
            {
                byReader.Visit(record.Payload, record.Timestamp);
            }

            var byWalker = default(Digest);
            SubBufferSummary summary = SubBufferWalker.Walk(page, layout, ref byWalker);
            var expected = new SubBufferSummary(reader.Status, reader.MissedEvents, reader.CommitBytes, byReader.Events, reader.Timestamp);
            if (expected != summary || byReader.Hash != byWalker.Hash || byReader.Events > page.Length / 4)
            {
                Assert.Fail($"seed {seed}, round {round}: {expected} against {summary}\n{Convert.ToHexString(page)}");
            }

            withEvents += byReader.Events > 0 ? 1 : 0;
            disagreeing += summary.Status == DecodeStatus.Ok ? 0 : 1;
        }

        // Were nearly all pages refused at once, or all fine, the mutations would show nothing.
        Assert.InRange(withEvents, Rounds / 8, Rounds / 2);
        Assert.InRange(disagreeing, Rounds / 50, Rounds / 2);
    }

    // The first events of real pages of every kind, committed as far as they are taken.
    private static byte[][] Seeds()
    {
        List<byte[]> seeds = [];
        foreach (string name in (string[])["guest-x86_64-6.1/probes", "guest-x86_64-6.1/marker", "guest-x86_64-6.1/time_extend",
            "guest-x86_64-6.1/function", "guest-x86_64-6.1/overrun_overwrite", "host-x86_64-6.18/kernel_stack", "host-x86_64-6.18/raw_syscalls"])
        {
            var capture = new Capture(name);
            foreach (ReadOnlyMemory<byte> subBuffer in capture.Cpus.SelectMany(cpu => capture.SubBuffers(cpu.Name)).Take(12))
            {
                byte[] start = subBuffer.Span[..MostBytes].ToArray();
                uint commit = BinaryPrimitives.ReadUInt32LittleEndian(start.AsSpan(8));
                uint most = (uint)(MostBytes - 16);
                BinaryPrimitives.WriteUInt32LittleEndian(start.AsSpan(8), (commit & 0xc0000000) | Math.Min(commit & 0x7ffffff, most));
                seeds.Add(start);
            }
        }

        return [.. seeds];
    }

    private static void Mutate(Span<byte> page, Random random)
    {
        int changes = page.Length < 4 ? 0 : random.Next(5);
        for (int i = 0; i < changes; i++)
        {
            int word = random.Next(page.Length / 4) * 4;
            switch (random.Next(4))
            {
                case 0:
                    page[random.Next(page.Length)] = (byte)random.Next(256);
                    break;
                case 1:
                    BinaryPrimitives.WriteUInt32LittleEndian(page[word..], Words[random.Next(Words.Length)]);
                    break;
                case 2:
                    // another type_len, the rest of the word as it was
                    page[word] = (byte)((page[word] & ~31) | random.Next(32));
                    break;
                default:
                    BinaryPrimitives.WriteUInt32LittleEndian(page[word..], (uint)random.Next(200));
                    break;
            }
        }
    }

    private struct Digest : IEventVisitor
    {
        public int Events;
        public ulong Hash;

        public void Visit(scoped ReadOnlySpan<byte> payload, ulong timestamp)
        {
            Events++;
            Hash = (Hash * 0x9E3779B97F4A7C15ul) + timestamp;
            Hash = (Hash * 0x9E3779B97F4A7C15ul) + (ulong)payload.Length;
            if (!payload.IsEmpty)
            {
                Hash = (Hash * 0x9E3779B97F4A7C15ul) + ((ulong)payload[0] << 8) + payload[^1];
            }
        }
    }
}
