using Ftop.Tracefs.Metadata;

namespace Ftop.Tracefs.Tests;

public sealed class TaskNamesTests
{
    private readonly Clock _clock = new();

    [Fact]
    public void CommOf_TheLivingIsFromProc_OfTheDeadFromSavedCmdlines()
    {
        using var tracefs = new FakeTracefs();
        tracefs.Add("proc/12/comm", "alive\n");
        tracefs.Add("saved_cmdlines", "12 old\n13 dead one\n");
        TaskNames names = Names(tracefs);
        Assert.Equal("<idle>", names.CommOf(0));
        Assert.Equal("alive", names.CommOf(12));
        Assert.Equal("dead one", names.CommOf(13));
        Assert.Equal("<...>", names.CommOf(14));
    }

    [Fact]
    public void CommOf_IsAskedAnewAfterAWhile_AndKeptWhenTheTaskEnds()
    {
        using var tracefs = new FakeTracefs();
        tracefs.Add("proc/12/comm", "sh\n");
        TaskNames names = Names(tracefs);
        Assert.Equal("sh", names.CommOf(12));
        tracefs.Add("proc/12/comm", "cc1\n");
        Assert.Equal("sh", names.CommOf(12));
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("cc1", names.CommOf(12));
        Directory.Delete(Path.Combine(tracefs.Root, "proc/12"), recursive: true);
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("cc1", names.CommOf(12));
    }

    [Fact]
    public void CommOf_TheDeadAreNotAskedAgain_UntilAnEventNamesThem()
    {
        using var tracefs = new FakeTracefs();
        tracefs.Add("proc/12/comm", "sh\n");
        TaskNames names = Names(tracefs);
        Assert.Equal(("sh", "<...>"), (names.CommOf(12), names.CommOf(13)));
        Directory.Delete(Path.Combine(tracefs.Root, "proc/12"), recursive: true);
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("sh", names.CommOf(12));
        tracefs.Add("proc/12/comm", "asked\n");
        tracefs.Add("proc/13/comm", "asked\n");
        _clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(("sh", "<...>"), (names.CommOf(12), names.CommOf(13)));
        names.Learn(12, "again\0"u8);
        Assert.Equal("again", names.CommOf(12));
    }

    [Fact]
    public void CommOf_IsWhatEventsSaid_AsLongAsTheySaySomething()
    {
        using var tracefs = new FakeTracefs();
        tracefs.Add("proc/12/comm", "asked\n");
        TaskNames names = Names(tracefs);
        for (int second = 0; second < 10; second++)
        {
            if (second is 0 or 5)
            {
                names.Learn(12, second == 0 ? "sh\0left over"u8 : "sixteen letters!"u8);
            }

            names.Learn(99, "other"u8);
            Assert.Equal(second < 5 ? "sh" : "sixteen letters!", names.CommOf(12));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("asked", names.CommOf(12));
    }

    [Fact]
    public void CommOf_IsWhatEventsSaid_InLongWindowsToo()
    {
        using var tracefs = new FakeTracefs();
        tracefs.Add("proc/12/comm", "asked\n");
        TaskNames names = Names(tracefs);
        names.Learn(12, "sh"u8);
        _clock.Advance(TimeSpan.FromSeconds(30));
        names.Learn(12, "sh"u8);
        _clock.Advance(TimeSpan.FromSeconds(25));
        Assert.Equal("sh", names.CommOf(12));
    }

    [Fact]
    public void Learn_KeepsTheLatest_OfAMillionTasks()
    {
        using var tracefs = new FakeTracefs();
        TaskNames names = Names(tracefs);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        Span<byte> comm = stackalloc byte[16];
        for (int pid = 1; pid <= 1_000_000; pid++)
        {
            comm.Clear();
            pid.TryFormat(comm, out _);
            names.Learn(pid, comm);
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, 0, 2 << 20);
        Assert.Equal(("1000000", "999000", "<...>"), (names.CommOf(1_000_000), names.CommOf(999_000), names.CommOf(1)));
    }

    [Fact]
    public void CommOf_ReadsSoManyFilesASecond()
    {
        using var tracefs = new FakeTracefs();
        TaskNames names = Names(tracefs);
        for (int pid = 1; pid <= 2000; pid++)
        {
            names.CommOf(pid);
        }

        tracefs.Add("proc/5000/comm", "late\n");
        Assert.Equal("<...>", names.CommOf(5000));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("late", names.CommOf(5000));
    }

    [Theory]
    [InlineData(1, true, true)]
    [InlineData(2, true, false)]
    [InlineData(1, false, false)]
    public void IsCompat_IsTheElfClassOfTheProgram(byte elfClass, bool hasCompatAbi, bool expected)
    {
        using var tracefs = new FakeTracefs();
        tracefs.Add("proc/12/comm", "x\n");
        File.WriteAllBytes(Path.Combine(tracefs.Root, "proc/12/exe"), [0x7f, (byte)'E', (byte)'L', (byte)'F', elfClass, 1]);
        Assert.Equal(expected, new TaskNames(tracefs.Root, hasCompatAbi, Path.Combine(tracefs.Root, "proc"), _clock).IsCompat(12));
    }

    private TaskNames Names(FakeTracefs tracefs) => new(tracefs.Root, true, Path.Combine(tracefs.Root, "proc"), _clock);

    private sealed class Clock : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => _now;

        public void Advance(TimeSpan by) => _now += by;
    }
}
