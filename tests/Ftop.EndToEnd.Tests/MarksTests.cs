namespace Ftop.EndToEnd.Tests;

/// <summary>Programs write marks to the top level's trace_marker: they are in a recording, or it is said where they are.</summary>
public sealed class MarksTests : IDisposable
{
    private const string Tracefs = "/sys/kernel/tracing";
    private readonly string _directory = Directory.CreateTempSubdirectory("ftop-marks-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("record -e sched:sched_switch -o a.dat sh -c 'echo begin of work >$T/trace_marker'")]
    [InlineData("record -e ftrace:print -o a.dat sh -c 'echo begin of work >$T/trace_marker'")]
    [InlineData("capture a.dat -e sched:sched_switch -- sh -c 'echo begin of work >$T/trace_marker'")]
    public async Task Mark_IsRecordedOrItIsSaidWhereItIs(string command)
    {
        Requirements.Tracefs();
        (string text, string errors) = await Run($"$FTOP {command}; echo status $?; test -e $T/options/copy_trace_marker && echo copies; $FTOP report a.dat | grep -c 'begin of work'");
        if (text.Contains("copies", StringComparison.Ordinal))
        {
            Assert.Equal("status 0\ncopies\n1\n", text);
        }
        else if (command.Contains("ftrace:print", StringComparison.Ordinal))
        {
            Assert.Contains("these are the marks that programs write to trace_marker", errors, StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains($"1 lines of trace_marker or trace_printk went to the top-level buffer alone: 'cat {Tracefs}/trace' prints them", errors, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("ftrace:function", "ftrace's own events have no switch: a tracer writes them")]
    [InlineData("ftrace:print -f 'ip == 0'", "no switch and no filter is for them")]
    public async Task WhatHasNoSwitch_IsExplained(string choice, string expected)
    {
        Requirements.Tracefs();
        (string text, string errors) = await Run($"$FTOP record -q -e {choice} -o a.dat true; echo status $?");
        Assert.Equal("status 4\n", text);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    // What the marks of this test leave in the top-level buffer is taken out again, if it was empty and nobody traces there.
    private async Task<(string Text, string Errors)> Run(string script)
    {
        string whole = $"""
            mountpoint -q $T || mount -t tracefs tracefs $T; cd {_directory}
            idle() {"{"} [ "$(cat $T/current_tracer)" = nop ] && [ -z "$(cat $T/set_event)" ]; {"}"}
            empty() {"{"} ! cat $T/per_cpu/cpu*/stats | grep -q '^entries: [1-9]'; {"}"}
            idle && empty && clean=1
            {script}
            [ "$clean" ] && idle && echo >$T/trace
            """;
        using RunningProgram shell = RunningProgram.Start("unshare", "-m", "env", $"T={Tracefs}", $"FTOP={Repository.Ftop}", "sh", "-c", whole);
        string text = await shell.ReadToEnd();
        await shell.WaitForExit();
        return (text, shell.Errors);
    }
}
