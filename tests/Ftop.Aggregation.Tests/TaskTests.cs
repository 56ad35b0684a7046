using Ftop.Aggregation.Tests.Fakes;
using Ftop.Aggregation.Windows;
using Ftop.Decoding.SystemCalls;

namespace Ftop.Aggregation.Tests;

/// <summary>What is asked about tasks, which costs a file each time.</summary>
public sealed class TaskTests : IDisposable
{
    private const int Read = 0;
    private const int Fork = 57;
    private const int Clone = 56;
    private const int Clone3 = 435;
    private const int Execve = 59;
    private const int ExitGroup = 231;
    private const long Stack = 0x7ffc_0000_1000;

    private readonly FakeSource _source = new();
    private readonly FakeTasks _tasks;

    public TaskTests()
    {
        _source.Metadata = _source.Metadata with { CompatSystemCalls = SystemCallTable.Of(SystemCallAbi.X86) };
        _tasks = (FakeTasks)_source.Metadata.Tasks;
    }

    public void Dispose() => _source.Dispose();

    [Fact]
    public void RowsNobodyLooksAt_AskForNoName()
    {
        using var session = new Session(_source);
        _source.Deliver(0, Enumerable.Range(1, 100).Select(i => ((ulong)i * 1000, Ids.Other(i))));
        WindowSnapshot window = session.Next();
        Assert.Equal(100, window.Processes.Count);
        Assert.Empty(_tasks.AskedForComm);
        Assert.Equal(window.Processes[7].Comm, window.Processes[7].Comm);
        Assert.Equal([window.Processes[7].Pid], _tasks.AskedForComm);
    }

    [Fact]
    public void NameOfATaskThatLeavesTheCpu_IsLearned()
    {
        using var session = new Session(_source);
        _source.Deliver(0, (1000, Ids.Switch(7, "sh")), (2000, Ids.Switch(7, "true")), (3000, Ids.Switch(0, "swapper/0")));
        _source.Deliver(1, (1000, Ids.Switch(8, "fifteen letters")));
        session.Next();
        Assert.Equal([new(7, "true"), new(8, "fifteen letters")], _tasks.Learned.OrderBy(pair => pair.Key));
    }

    [Fact]
    public void CallWithAWideArgument_AsksForNoFile()
    {
        using var session = new Session(_source);
        _source.Deliver(0, (1000, Ids.Enter(7, Read, 3, Stack, 16)), (2000, Ids.Exit(7, Read)), (3000, Ids.Other(8)));
        _source.Deliver(1, (4000, Ids.Exit(7, Read)));
        session.Next();
        _source.Deliver(1, (5000, Ids.Exit(7, Read)), (6000, Ids.Enter(7, Read, 3, 0x1000)));
        session.Next();
        Assert.Empty(_tasks.AskedForAbi);
    }

    [Theory]
    [InlineData(Clone, 0)]
    [InlineData(Fork, 0)]
    [InlineData(Clone3, 1)]
    public void ReturnOfAForkInTheChild_AsksForNoFile_WhereItsNumberTellsTheAbi(int number, int asked)
    {
        using var session = new Session(_source);
        _source.Deliver(0, (1000, Ids.Exit(7, number)));
        session.Next();
        Assert.Equal(asked, _tasks.AskedForAbi.Count);
    }

    [Fact]
    public void NarrowArguments_AreAskedForOncePerProgram()
    {
        using var session = new Session(_source);
        _tasks.Compat.Add(7);
        for (int window = 0; window < 3; window++)
        {
            _source.Deliver(window & 1, (1000, Ids.Enter(7, 3, 3, 0x8000, 16)), (2000, Ids.Exit(7, 3)), (3000, Ids.Other(8)));
            Assert.Equal("read (i386)", Assert.Single(session.Next().SystemCalls, row => row.Rates.Count > 0).Name);
        }

        Assert.Equal([7], _tasks.AskedForAbi);
    }

    [Fact]
    public void PidThatComesAgainOrRunsAnotherProgram_IsAskedForAnew()
    {
        using var session = new Session(_source);
        _source.Deliver(0, (1000, Ids.Enter(7, Read, 3, Stack)), (2000, Ids.Enter(7, ExitGroup)), (3000, Ids.Other(0)));
        _source.Deliver(0, (4000, Ids.Enter(8, Read, 3, Stack)), (5000, Ids.Exit(8, Execve)), (6000, Ids.Other(0)));
        _tasks.Compat.UnionWith([7, 8]);
        _source.Deliver(0, (7000, Ids.Exit(7, 5)), (8000, Ids.Exit(8, 6)));
        Assert.Equal(
            ["close (i386)", "execve", "exit_group", "open (i386)"], session.Next().SystemCalls.Where(row => row.Rates.Count > 0).Select(row => row.Name).Order());
    }

    [Fact]
    public void WhatATaskDidBeforeItEnded_IsOfItsAbi_ThoughItIsCountedLater()
    {
        using var session = new Session(_source);
        _tasks.Compat.Add(7);
        _source.Deliver(1, (4000, Ids.Exit(7, 5)), (5000, Ids.Enter(7, 1)));
        _tasks.Compat.Clear(); // nobody can be asked any more
        _source.Deliver(0, (1000, Ids.Exit(7, 6)), (2000, Ids.Exit(7, 6)), (3000, Ids.Other(0)));
        Assert.Equal([("close (i386)", 2), ("exit (i386)", 1), ("open (i386)", 1)], session.Next().SystemCalls.Select(row => (row.Name, row.Rates.Count)).Order());
    }

    [Fact]
    public void TasksThatHaveEnded_MakeNoRowsForEver()
    {
        using var session = new Session(_source);
        WindowSnapshot last = session.Next();
        int pid = 100;
        for (int second = 0; second < 200; second++)
        {
            int first = pid;
            pid += 60;
            _source.Deliver(0, [.. Enumerable.Range(first, 60).Select(i => ((ulong)i * 1000, Ids.Other(i))), ((ulong)pid * 1000, Ids.Other(1))]);
            last = session.Next();
        }

        Assert.False(last.IsTruncated);
        Assert.InRange(last.Processes.Count, 61, 61 + 256);
        Assert.Equal((1, 200L), (last.Processes.Single(row => row.Pid == 1).Pid, last.Processes.Single(row => row.Pid == 1).Rates.SinceStart));
        Assert.All(last.Processes.Where(row => row.Rates.Count > 0), row => Assert.Equal(row.Pid == 1 ? 200 : 1, row.Rates.SinceStart));
    }
}
