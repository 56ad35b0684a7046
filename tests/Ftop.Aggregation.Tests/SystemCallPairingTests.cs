using Ftop.Aggregation.Tests.Fakes;
using Ftop.Aggregation.Windows;
using Ftop.Decoding.SystemCalls;

namespace Ftop.Aggregation.Tests;

public class SystemCallPairingTests
{
    private const int Read = 0;
    private const int Futex = 202;
    private const int Execve = 59;
    private const int ExitGroup = 231;
    private const int RtSigreturn = 15;

    [Fact]
    public void EnterAndExit_GiveADuration()
    {
        using var session = new Session();
        session.Source.Deliver(0, (1000, Ids.Enter(7, Read)), (1500, Ids.Exit(7, Read, 42)), (2000, Ids.Enter(7, Read)), (12_000, Ids.Exit(7, Read)));
        SystemCallRow row = Assert.Single(session.Next().SystemCalls);
        Assert.Equal(("read", 2L), (row.Name, row.Rates.Count));
        Assert.Equal((2L, 10_500L, 10_000L), (row.Latency?.Samples, row.Latency?.TotalNs, row.Latency?.MaxNs));
    }

    [Fact]
    public void MigratedTask_IsPairedAcrossCpus()
    {
        using var session = new Session();
        session.Source.Deliver(1, (9000, Ids.Exit(7, Read)));
        session.Source.Deliver(0, (1000, Ids.Enter(7, Read)));
        Assert.Equal(8000, Assert.Single(session.Next().SystemCalls).Latency?.TotalNs);
    }

    [Fact]
    public void ExitOlderThanWhatAnotherCpuDelivers_WaitsForTheDrain()
    {
        using var session = new Session();
        session.Source.Deliver(1, (9000, Ids.Exit(7, Read)));
        session.Source.DeliverOnDrain(0, (1000, Ids.Enter(7, Read)), (20_000, Ids.Enter(8, Read)));
        WindowSnapshot first = session.Next();
        Assert.Equal(8000, Assert.Single(first.SystemCalls).Latency?.TotalNs);
        Assert.Equal(0, Assert.Single(first.SystemCalls).InProgress);

        // The enter of task 8 is younger than what was known before the drain: it waits for the next window.
        Assert.Equal(1, Assert.Single(session.Next().SystemCalls).InProgress);
    }

    [Fact]
    public void InterleavedDrains_OfAMigratingTask_LoseNoPair()
    {
        using var session = new Session();
        long samples = 0;
        for (ulong i = 0; i < 20; i++)
        {
            int enterCpu = (int)(i % 2);
            session.Source.Deliver(enterCpu, (i * 10_000 + 1, Ids.Enter(7, Read)));
            session.Source.DeliverOnDrain(1 - enterCpu, (i * 10_000 + 5001, Ids.Exit(7, Read)));
            samples += session.Next().SystemCalls.Sum(row => row.Latency?.Samples ?? 0);
        }

        samples += session.Next(isLast: true).SystemCalls.Sum(row => row.Latency?.Samples ?? 0);
        Assert.Equal(20, samples);
    }

    [Fact]
    public void MissedEvents_OnAnyCpu_InvalidateOpenCalls()
    {
        using var session = new Session();
        session.Source.Deliver(0, (1000, Ids.Enter(7, Read)), (1001, Ids.Other(7)));
        session.Source.DeliverPage(1, SubBuffers.WithMissed(SubBuffers.Pack((5000, Ids.Other(8)))[0], 3));
        session.Source.Deliver(0, (9000, Ids.Exit(7, Read)));
        WindowSnapshot snapshot = session.Next();
        SystemCallRow row = Assert.Single(snapshot.SystemCalls);
        Assert.Equal(1, row.Rates.Count);
        Assert.Null(row.Latency);
        Assert.Equal(1, snapshot.Total.Unpaired);
        Assert.Equal((3L, 3L), (snapshot.Total.Missed, snapshot.Cpus[1].Missed));
        Assert.False(snapshot.Total.IsMissedUnknown);
        Assert.True(snapshot.IsLowerBound);
    }

    [Fact]
    public void MissedEventsWithoutACount_CountAsOneAndSaySo()
    {
        using var session = new Session();
        session.Source.DeliverPage(0, SubBuffers.WithMissed(SubBuffers.Pack((5000, Ids.Other(8)))[0], null));
        WindowSnapshot snapshot = session.Next();
        Assert.Equal((1L, true), (snapshot.Total.Missed, snapshot.Total.IsMissedUnknown));
        Assert.Equal((true, false), (snapshot.Cpus[0].IsMissedUnknown, snapshot.Cpus[1].IsMissedUnknown));
    }

    [Fact]
    public void MissedEvents_BetweenEnterAndExitOfOneCpu_DropThePair()
    {
        using var session = new Session();
        session.Source.Deliver(0, (1000, Ids.Enter(7, Read)));
        session.Source.DeliverPage(0, SubBuffers.WithMissed(SubBuffers.Pack((1500, Ids.Exit(7, Read)))[0], 2));
        Assert.Null(Assert.Single(session.Next().SystemCalls).Latency);
    }

    [Fact]
    public void CallThatHasNotReturned_IsInProgress()
    {
        using var session = new Session();
        session.Source.Deliver(0, (1000, Ids.Enter(7, Futex)), (2000, Ids.Enter(8, Futex)), (3000, Ids.Other(8)));
        SystemCallRow row = Assert.Single(session.Next().SystemCalls);
        Assert.Equal(("futex", 0L, 2), (row.Name, row.Rates.Count, row.InProgress));
        session.Source.Deliver(0, (5000, Ids.Exit(7, Futex)));
        row = Assert.Single(session.Next().SystemCalls);
        Assert.Equal((1L, 1, 4000L), (row.Rates.Count, row.InProgress, row.Latency?.MaxNs));
    }

    [Fact]
    public void CallBegunBeforeTracing_IsCountedWithoutDuration()
    {
        using var session = new Session();
        session.Source.Deliver(0, (1000, Ids.Exit(7, Read)), (2000, Ids.Enter(8, Futex)));
        SystemCallRow row = session.Next().SystemCalls.Single(row => row.Name == "read");
        Assert.Equal((1L, 0), (row.Rates.Count, row.InProgress));
        Assert.Null(row.Latency);
    }

    [Fact]
    public void ExitGroup_IsCountedWhenItBegins()
    {
        using var session = new Session();
        session.Source.Deliver(0, (1000, Ids.Enter(7, ExitGroup)), (2000, Ids.Other(0)));
        WindowSnapshot snapshot = session.Next();
        SystemCallRow row = Assert.Single(snapshot.SystemCalls);
        Assert.Equal(("exit_group", 1L, 0), (row.Name, row.Rates.Count, row.InProgress));
        Assert.Equal(1, snapshot.Processes.Single(process => process.Pid == 7).SystemCalls);
    }

    [Fact]
    public void Execve_ReturnsInTheNewProgram()
    {
        using var session = new Session();
        session.Source.Deliver(0, (1000, Ids.Enter(7, Execve)), (1100, Ids.Other(7)), (500_000, Ids.Exit(7, Execve)));
        Assert.Equal(499_000, Assert.Single(session.Next().SystemCalls).Latency?.TotalNs);
    }

    [Fact]
    public void Execve_OfA32BitProgram_ChangesTheAbi()
    {
        var source = new FakeSource();
        source.Metadata = source.Metadata with { CompatSystemCalls = SystemCallTable.Of(SystemCallAbi.X86) };
        var tasks = (FakeTasks)source.Metadata.Tasks;
        using var session = new Session(source);
        source.Deliver(0, (1000, Ids.Enter(7, Execve)), (1100, Ids.Exit(7, Execve)));
        tasks.Compat.Add(7);
        source.Deliver(0, (2000, Ids.Enter(7, 5)), (2400, Ids.Exit(7, 5)));
        Assert.Equal(["execve", "open (i386)"], session.Next().SystemCalls.Select(row => row.Name).Order());
    }

    [Fact]
    public void Errors_AreCountedByErrno_AndRestartsApart()
    {
        using var session = new Session();
        session.Source.Deliver(0,
            (1, Ids.Exit(7, Read, -2)), (2, Ids.Exit(7, Read, -2)), (3, Ids.Exit(7, Read, -11)), (4, Ids.Exit(7, Read, -512)), (5, Ids.Exit(7, Read, -5000)));
        SystemCallRow row = Assert.Single(session.Next().SystemCalls);
        Assert.Equal((5L, 3L, 1L), (row.Rates.Count, row.Errors, row.Restarts));
        Assert.Equal([new ErrnoCount("ENOENT", 2), new ErrnoCount("EAGAIN", 1)], row.Errnos);
    }

    [Fact]
    public void Sigreturn_WhoseExitCarriesMinusOne_IsPairedAndNoError()
    {
        using var session = new Session();
        session.Source.Deliver(0, (1000, Ids.Enter(7, RtSigreturn)), (1300, Ids.Exit(7, -1, -4)));
        SystemCallRow row = Assert.Single(session.Next().SystemCalls);
        Assert.Equal(("rt_sigreturn", 1L, 0L, 300L), (row.Name, row.Rates.Count, row.Errors, row.Latency?.TotalNs));
    }

    [Fact]
    public void ExitsAlone_AreCountedWithoutWaiting()
    {
        using var session = new Session();
        session.Source.Deliver(0, (1, Ids.Exit(7, Read)));
        session.Next();
        session.Source.Deliver(0, Enumerable.Range(2, 1000).Select(i => ((ulong)i, Ids.Exit(7, Read))));
        Assert.Equal(0, session.Aggregator.Feeds[0].Pairing.Queue.Count);
        SystemCallRow row = Assert.Single(session.Next().SystemCalls);
        Assert.Equal(1000, row.Rates.Count);
        Assert.Null(row.Latency);
    }

    [Fact]
    public void NamedEvents_CountWhereRawOnesAreOff_AndNotTwiceWhereBothAreOn()
    {
        using var session = new Session();
        byte[] enter = Ids.Record(Ids.EnterOpenat, 7, 24, (8, 257));
        byte[] exit = Ids.Record(Ids.ExitOpenat, 7, 24, (8, 257), (16, -2));
        session.Source.Deliver(0, (1000, enter), (1800, exit));
        SystemCallRow row = Assert.Single(session.Next().SystemCalls);
        Assert.Equal(("openat", 1L, 1L, 800L), (row.Name, row.Rates.Count, row.Errors, row.Latency?.TotalNs));
        session.Source.Deliver(0,
            (2000, Ids.Enter(7, 257)), (2000, enter), (2700, Ids.Exit(7, 257)), (2700, exit), (3000, Ids.Enter(7, 257)), (3000, enter));
        row = Assert.Single(session.Next().SystemCalls);
        Assert.Equal((1L, 0L, 700L, 1), (row.Rates.Count, row.Errors, row.Latency?.TotalNs, row.InProgress));
    }

    [Fact]
    public void ClockThatIsNotInNanoseconds_GivesNoDurations()
    {
        var source = new FakeSource();
        source.Metadata = source.Metadata with { TraceClock = "counter" };
        using var session = new Session(source);
        source.Deliver(0, (1, Ids.Enter(7, Read)), (2, Ids.Exit(7, Read)));
        Assert.Null(Assert.Single(session.Next().SystemCalls).Latency);
    }

    [Fact]
    public void TimeThatGoesBack_LeavesNothingStuck()
    {
        using var session = new Session();
        session.Source.Deliver(0, (1ul << 40, Ids.Enter(7, Read)), ((1ul << 40) + 1, Ids.Other(7)));
        session.Next();
        session.Source.Deliver(0, (1000, Ids.Exit(7, Read)), (2000, Ids.Enter(7, Read)), (90_000, Ids.Exit(7, Read)));
        SystemCallRow row = Assert.Single(session.Next().SystemCalls);
        Assert.Equal((2L, 1L, 88_000L), (row.Rates.Count, row.Latency?.Samples, row.Latency?.TotalNs));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void FastPathAndMerge_AgreeOnRandomStreams(int seed)
    {
        Dictionary<string, (long Count, LatencySummary? Latency, int InProgress)> both = [];
        foreach (bool isFast in (bool[])[true, false])
        {
            // The same seed twice: tasks that migrate, calls of all lengths, switches in between, drains at random moments.
            var random = new Random(seed);
            using var session = new Session(new FakeSource(3));
            foreach (CpuFeed feed in session.Aggregator.Feeds)
            {
                feed.Pairing.IsFastPathOn = isFast;
            }

            Dictionary<int, long> inCall = [];
            Dictionary<string, (long, long, long, long, int)> sums = [];
            ulong[] lastOfTask = new ulong[12];
            int[] cpuOfTask = new int[12];
            List<(ulong, byte[])>[] pending = [[], [], []];
            ulong now = 1000;
            for (int i = 0; i < 20_000; i++)
            {
                now += (ulong)random.Next(1, 1500);
                int cpu = random.Next(3);
                int task = random.Next(12);
                if (cpuOfTask[task] != cpu && now - lastOfTask[task] < 3000)
                {
                    cpu = cpuOfTask[task];
                }

                (cpuOfTask[task], lastOfTask[task]) = (cpu, now);
                if (random.Next(10) == 0)
                {
                    pending[cpu].Add((now, Ids.Other(task + 1)));
                }
                else if (inCall.Remove(task, out long number))
                {
                    pending[cpu].Add((now, Ids.Exit(task + 1, number, random.Next(-3, 3))));
                }
                else
                {
                    inCall[task] = random.Next(5);
                    pending[cpu].Add((now, Ids.Enter(task + 1, inCall[task])));
                    if (random.Next(2) == 0)
                    {
                        now += (ulong)random.Next(1, 3000);
                        pending[cpu].Add((now, Ids.Exit(task + 1, inCall[task])));
                        inCall.Remove(task);
                        lastOfTask[task] = now;
                    }
                }

                if (random.Next(200) == 0)
                {
                    int deliver = random.Next(3);
                    session.Source.Deliver(deliver, pending[deliver]);
                    pending[deliver].Clear();
                    foreach (int other in (int[])[0, 1, 2])
                    {
                        session.Source.DeliverOnDrain(other, pending[other]);
                        pending[other].Clear();
                    }

                    Add(sums, session.Next());
                }
            }

            for (int cpu = 0; cpu < 3; cpu++)
            {
                session.Source.DeliverOnDrain(cpu, pending[cpu]);
            }

            WindowSnapshot last = session.Next(isLast: true);
            Add(sums, last);
            Assert.Equal(0, last.Total.Unpaired);
            foreach ((string name, (long count, long samples, long total, long max, int inProgress)) in sums)
            {
                var sum = (count, (LatencySummary?)new LatencySummary(samples, total, 0, 0, max), inProgress);
                if (isFast)
                {
                    both.Add(name, sum);
                }
                else
                {
                    Assert.Equal(both[name], sum);
                    Assert.Equal(count, samples);
                }
            }
        }

        Assert.Equal(5, both.Count);
    }

    private static void Add(Dictionary<string, (long, long, long, long, int)> sums, WindowSnapshot snapshot)
    {
        foreach (SystemCallRow row in snapshot.SystemCalls)
        {
            (long count, long samples, long total, long max, int _) = sums.GetValueOrDefault(row.Name);
            LatencySummary latency = row.Latency ?? default;
            sums[row.Name] = (count + row.Rates.Count, samples + latency.Samples, total + latency.TotalNs, Math.Max(max, latency.MaxNs), row.InProgress);
        }
    }
}
