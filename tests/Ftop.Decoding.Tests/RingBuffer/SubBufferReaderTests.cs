using Ftop.Decoding.RingBuffer;

namespace Ftop.Decoding.Tests.RingBuffer;

public sealed class SubBufferReaderTests
{
    [Fact]
    public void TimeExtend_AddsDeltaShiftedBy27()
    {
        //                h-7162    [000] ...1.    82.396280: sys_getppid()
        //                h-7162    [000] ...1.    82.697766: sys_getppid()
        //                h-7162    [000] ...1.    83.000190: sys_getppid()
        //                h-7162    [000] ...1.    83.300526: sys_getppid()
        //                h-7162    [000] ...1.    83.601023: sys_getppid()
        //                h-7162    [000] ...1.    83.908223: sys_getppid()
        byte[] page = Page.FromHex("""
            5574332f 13000000 a0000000 00000000
                              04000000 e8000001 fa1b0000 6e000000 6572206f
            fefe093f 02000000 04000000 e8000001 fa1b0000 6e000000 5f408d2e
            9ec3d340 02000000 04000000 e8000001 fa1b0000 6e000000 6e650000
            3ee2d83c 02000000 04000000 e8000001 fa1b0000 6e000000 00000000
            3eff263d 02000000 04000000 e8000001 fa1b0000 6e000000 ce1b0000
            9ec1ef49 02000000 04000000 e8000001 fa1b0000 6e000000 ce1b0000
            """);
        List<ulong> microseconds = [];
        var reader = new SubBufferReader(page, HeaderPage.Default);
        while (reader.TryReadNext(out EventRecord record))
        {
            Assert.Equal(0xe8, record.TypeId);
            microseconds.Add((record.Timestamp + 500) / 1000);
        }

        Assert.Equal([82396280, 82697766, 83000190, 83300526, 83601023, 83908223], microseconds);
        Assert.Equal(5, reader.TimeExtends);
        Assert.Equal(DecodeStatus.Ok, reader.Status);
    }

    [Fact]
    public void Arm64Page_ReadsAsTraceCmdReports()
    {
        // trace-cmd report -t: 2084.022113080: cpu_idle … / 2084.022258220: cpu_idle …
        byte[] page = Page.FromHex("""
            38d36539 e5010000 28000000 00000000 04000000 9b000101 00000000 ffffffff 00000000
                                                84de4600 9b000101 00000000 02000000 00000000
            """);
        var reader = new SubBufferReader(page, HeaderPage.Default);
        Assert.True(reader.TryReadNext(out EventRecord first));
        Assert.Equal((2084022113080ul, (ushort)0x9b, 16), (first.Timestamp, first.TypeId, first.Payload.Length));
        Assert.True(reader.TryReadNext(out EventRecord second));
        Assert.Equal(2084022258220ul, second.Timestamp);
        Assert.False(reader.TryReadNext(out _));
    }

    [Theory]
    [InlineData(false, 8)]
    [InlineData(true, 8)]
    [InlineData(false, 4)]
    [InlineData(true, 4)]
    public void EveryByteOrderAndLongSize_ReadsTheSame(bool bigEndian, int longSizeBytes)
    {
        HeaderPage layout = (longSizeBytes == 8 ? Page.Layout64 : Page.Layout32) with { BigEndian = bigEndian };
        byte[] page = new Page { Layout = layout, Timestamp = 1000 }
            .Event(7, 5).Header(30, 3).Word(2).Event(8, 0).Header(31, 9).Word(4).Event(9, 1).Build();
        List<(ushort, ulong)> events = [];
        var reader = new SubBufferReader(page, layout);
        while (reader.TryReadNext(out EventRecord record))
        {
            events.Add((record.TypeId, record.Timestamp));
        }

        Assert.Equal([(7, 1005), (8, 1005 + (2ul << 27) + 3), (9, (4ul << 27) + 10)], events);
        Assert.Equal((1, 1, DecodeStatus.Ok), (reader.TimeExtends, reader.TimeStamps, reader.Status));
        ReadResult.ByBoth(page, layout);
    }

    [Fact]
    public void LongEvent_LengthCountsItselfAndIsPaddedToWords()
    {
        byte[] page = new Page().Header(0, 3).Word(4 + 5).Bytes(1, 2, 3, 4, 5, 0xaa, 0xaa, 0xaa).Event(6, 1).Build();
        ReadResult result = ReadResult.ByBoth(page, HeaderPage.Default);
        Assert.Equal("3 0102030405\n4 0600000000000000", result.Events);
        Assert.Equal(DecodeStatus.Ok, result.Status);
    }

    [Fact]
    public void ForcedEightByteAlignment_IsReadAsLongEvents()
    {
        // CONFIG_HAVE_64BIT_ALIGNED_ACCESS: short payloads too have their length in the next word, whole events are multiples of 8.
        byte[] page = new Page().Header(0, 1).Word(12).Word(5).Word(6).Header(0, 1).Word(12).Word(7).Word(8).Build();
        Assert.Equal("1 0500000006000000\n2 0700000008000000", ReadResult.ByBoth(page, HeaderPage.Default).Events);
    }

    [Fact]
    public void LargestShortEvent_Has112Bytes()
    {
        byte[] page = new Page().Event(3, 0, words: 28).Event(4, 0).Build();
        var reader = new SubBufferReader(page, HeaderPage.Default);
        Assert.True(reader.TryReadNext(out EventRecord record));
        Assert.Equal(112, record.Payload.Length);
        Assert.True(reader.TryReadNext(out record));
        Assert.Equal(4, record.TypeId);
    }

    [Theory]
    [InlineData(0x1234ul << 32, 42ul, (0x1234ul << 32 & 0xf8ul << 56) | 42)]
    [InlineData(0x08ul << 56, 42ul, (0x08ul << 56) | 42)]
    [InlineData((0x08ul << 56) | 1000, 42ul, (0x10ul << 56) | 42)]
    [InlineData((0xf8ul << 56) | 5, 5ul, (0xf8ul << 56) | 5)]
    public void TimeStamp_TakesTheTopFiveBitsAndWraps(ulong previous, ulong stamp, ulong expected)
    {
        byte[] page = new Page { Timestamp = previous }.Header(31, (uint)(stamp & 0x7ffffff)).Word((uint)(stamp >> 27)).Event(1, 0).Build();
        Assert.Equal(expected, ReadResult.ByBoth(page, HeaderPage.Default).LastTimestamp);
    }

    [Fact]
    public void DiscardedEvent_AddsNoTime()
    {
        byte[] page = new Page { Timestamp = 100 }.Event(1, 5).Header(29, 77).Word(8).Word(0xdead).Event(2, 1).Build();
        ReadResult result = ReadResult.ByBoth(page, HeaderPage.Default);
        Assert.Equal("105 0100000000000000\n106 0200000000000000", result.Events);
    }

    [Fact]
    public void NullPadding_EndsThePage()
    {
        byte[] page = new Page().Event(1, 5).Header(29, 0).Word(0xffffffff).Event(2, 1).Build();
        ReadResult result = ReadResult.ByBoth(page, HeaderPage.Default);
        Assert.Equal("5 0100000000000000", result.Events);
        Assert.Equal(DecodeStatus.Ok, result.Status);
    }

    [Fact]
    public void EmptyPage_HasNoEventsAndIsSound()
    {
        ReadResult result = ReadResult.ByBoth(new Page { Timestamp = 9 }.Build(), HeaderPage.Default);
        Assert.Equal(new ReadResult("", DecodeStatus.Ok, MissedEvents.None, 0, 9), result);
    }

    [Fact]
    public void MissedFlagAlone_LeavesTheCountUnknown()
    {
        byte[] page = new Page { CommitFlags = Page.MissedFlag, Tail = [7, 0, 0, 0, 0, 0, 0, 0] }.Event(1, 0).Build();
        Assert.Equal(new MissedEvents(true, null), ReadResult.ByBoth(page, HeaderPage.Default).MissedEvents);
    }

    [Theory]
    [InlineData(8, false)]
    [InlineData(8, true)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    public void MissedCount_IsALongBehindTheEvents(int longSizeBytes, bool bigEndian)
    {
        HeaderPage layout = (longSizeBytes == 8 ? Page.Layout64 : Page.Layout32) with { BigEndian = bigEndian };
        byte[] tail = [0x39, 0x05, 0, 0, 0, 0, 0, 0];
        tail = [.. bigEndian ? tail[..longSizeBytes].Reverse() : tail[..longSizeBytes], 0xff, 0xff, 0xff, 0xff];
        byte[] page = new Page { Layout = layout, CommitFlags = Page.MissedFlag | Page.StoredFlag, Tail = tail }.Event(1, 0).Build();
        ReadResult result = ReadResult.ByBoth(page, layout);
        Assert.Equal(new MissedEvents(true, 1337), result.MissedEvents);
        Assert.Equal(DecodeStatus.Ok, result.Status);
    }

    [Fact]
    public void CommitWithUpperHalfOfOnes_CountsByItsLowHalf()
    {
        byte[] page = new Page { CommitFlags = Page.MissedFlag, CommitUpperHalf = uint.MaxValue }.Event(1, 0).Build();
        ReadResult result = ReadResult.ByBoth(page, HeaderPage.Default);
        Assert.Equal((12, DecodeStatus.Ok), (result.CommitBytes, result.Status));
    }

    [Fact]
    public void LargeSubBuffer_IsReadToItsEnd()
    {
        HeaderPage layout = HeaderPage.Default with { DataSizeBytes = (64 << 10) - 16 };
        var page = new Page { Layout = layout };
        for (int i = 0; i < layout.DataSizeBytes / 12; i++)
        {
            page.Event(1, 1);
        }

        Assert.Equal((ulong)(layout.DataSizeBytes / 12), ReadResult.ByBoth(page.Build(), layout).LastTimestamp);
    }

    public static TheoryData<string, DecodeStatus> Disagreements { get; } = new()
    {
        { "ffffff07 00000000 | 04000000", DecodeStatus.CommitBeyondPage },
        { "06000000 00000000 | 01000000 0100", DecodeStatus.EventBeyondCommit },
        { "0a000000 00000000 | 21000000 01000000 0000", DecodeStatus.EventHeaderTruncated },
        { "0c000000 00000000 | 21000000 01000000 00000000", DecodeStatus.ArrayWordTruncated },
        { "04000000 00000000 | 1e000000", DecodeStatus.ArrayWordTruncated },
        { "04000000 00000000 | 3f000000", DecodeStatus.ArrayWordTruncated },
        { "04000000 00000000 | 3d000000", DecodeStatus.ArrayWordTruncated },
        { "08000000 00000000 | 22000000 01000000", DecodeStatus.EventBeyondCommit },
        { "08000000 00000000 | 20000000 05000000", DecodeStatus.EventBeyondCommit },
        { "08000000 00000000 | 20000000 ffffffff", DecodeStatus.EventBeyondCommit },
        { "08000000 00000000 | 20000000 00000000", DecodeStatus.LongEventTooShort },
        { "08000000 00000000 | 20000000 03000000", DecodeStatus.LongEventTooShort },
        { "08000000 00000000 | 3d000000 03000000", DecodeStatus.DiscardedTooShort },
        { "08000000 00000000 | 3d000000 05000000", DecodeStatus.DiscardedBeyondCommit },
        { "08000000 00000000 | 3d000000 fdffffff", DecodeStatus.DiscardedBeyondCommit },
        { "080000c0 00000000 | 21000000 01000000 0000", DecodeStatus.MissedCountBeyondPage },
        { "080000", DecodeStatus.PageTruncated },
        { "", DecodeStatus.PageTruncated },
    };

    [Theory]
    [MemberData(nameof(Disagreements))]
    public void DisagreementWithTheAbi_IsNamed(string commitAndData, DecodeStatus expected)
    {
        byte[] page = commitAndData.Length == 0 ? [] : Page.FromHex("0000000000000000" + commitAndData);
        Assert.Equal(expected, ReadResult.ByBoth(page, HeaderPage.Default).Status);
    }

    [Fact]
    public void Disagreement_KeepsTheEventsBeforeIt()
    {
        byte[] page = new Page().Event(1, 5).Header(0, 1).Word(0).Event(2, 5).Build();
        ReadResult result = ReadResult.ByBoth(page, HeaderPage.Default);
        Assert.Equal(("5 0100000000000000", DecodeStatus.LongEventTooShort), (result.Events, result.Status));
    }

    [Fact]
    public void MissedCountBeyondPage_StillGivesTheEvents()
    {
        byte[] page = new Page { CommitFlags = Page.MissedFlag | Page.StoredFlag }.Event(1, 5).Build(length: 16 + 12);
        ReadResult result = ReadResult.ByBoth(page, HeaderPage.Default);
        Assert.Equal((new MissedEvents(true, null), DecodeStatus.MissedCountBeyondPage), (result.MissedEvents, result.Status));
        Assert.Equal("5 0100000000000000", result.Events);
    }

    [Fact]
    public void ImpossibleLayout_IsNoException()
    {
        byte[] page = new Page().Event(1, 1).Build();
        Assert.Equal(DecodeStatus.HeaderPageInvalid, ReadResult.ByBoth(page, default).Status);
        Assert.Equal(DecodeStatus.HeaderPageInvalid, ReadResult.ByBoth(page, HeaderPage.Default with { CommitOffset = -1 }).Status);
        Assert.Equal(DecodeStatus.HeaderPageInvalid, ReadResult.ByBoth(page, HeaderPage.Default with { DataOffset = int.MaxValue }).Status);
    }

    [Fact]
    public void PayloadWithoutRoomForAnId_HasIdZero()
    {
        byte[] page = new Page().Header(0, 1).Word(5).Bytes(9, 9, 9, 9).Build();
        var reader = new SubBufferReader(page, HeaderPage.Default);
        Assert.True(reader.TryReadNext(out EventRecord record));
        Assert.Equal((1, (ushort)0), (record.Payload.Length, record.TypeId));
    }

    [Fact]
    public void Reading_AllocatesNothing()
    {
        byte[] page = new Page().Event(1, 1).Header(30, 1).Word(1).Event(2, 1, words: 4).Header(0, 1).Word(8).Word(1).Build();
        int Read()
        {
            int events = 0;
            var reader = new SubBufferReader(page, HeaderPage.Default);
            while (reader.TryReadNext(out EventRecord record))
            {
                events += record.TypeId == 0 ? 0 : 1;
            }

            return events;
        }

        Assert.Equal(3, Read());
        Assert.Equal(0, Allocations.Of(() => Read()));
    }
}
