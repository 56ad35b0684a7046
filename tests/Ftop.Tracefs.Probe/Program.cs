using System.Diagnostics;
using Ftop.Tracefs;
using Ftop.Tracefs.Probe;
using Ftop.Tracefs.Undo;

// Drives Ftop.Tracefs from a process of its own, for tests that kill it and for measuring what reading costs.
// usage: Ftop.Tracefs.Probe hold TRACEFS JOURNALS     makes an instance and changes, says "ready" and waits to be killed
//        Ftop.Tracefs.Probe count TRACEFS EVENT PID   counts by event id what PID's threads cause, until a line comes on stdin
if (args is ["hold", string heldTracefs, string heldJournals])
{
    using UndoJournal journal = UndoJournal.Open(heldJournals);
    using TracefsInstance instance = TracefsInstance.Create(TracefsMount.At(heldTracefs), journal);
    instance.Events.Set("sched:sched_switch", true);
    Console.WriteLine(instance.Directory);
    Console.In.ReadLine();
    return 0;
}

if (args is ["count", string tracefs, string glob, string pid, ..])
{
    using UndoJournal journal = UndoJournal.Open(JournalDirectory.Choose(JournalDirectory.Candidates).Path);
    using TracefsInstance instance = TracefsInstance.Create(TracefsMount.At(tracefs), journal);
    instance.Clock.SetDefault();
    long began = Stopwatch.GetTimestamp();
    int sizeKb = instance.BufferSize.Set(args.Length > 4 ? int.Parse(args[4]) : instance.BufferSize.ChooseKb());
    double resizedMs = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    instance.Pids.Follow([.. pid.Split(',').Select(int.Parse)], children: true);
    instance.Events.Set(glob, true);
    using var source = new LiveSource(instance);
    var counter = new EventCounter(source.Metadata.HeaderPage, source.Cpus.Length);
    source.Start(counter);
    instance.TracingSwitch.Set(true);
    TimeSpan started = Environment.CpuUsage.TotalTime;
    Console.WriteLine($"ready, {sizeKb} KiB per CPU in {resizedMs:F1} ms");
    Console.In.ReadLine();
    instance.TracingSwitch.Set(false);
    source.Drain();
    TimeSpan spent = Environment.CpuUsage.TotalTime - started;
    long overrun = Enumerable.Range(0, source.Cpus.Length).Sum(cpuIndex => source.ReadStats(cpuIndex).Overrun);
    Console.WriteLine($"{counter.Events} events, {counter.SubBuffers} sub-buffers, {counter.Missed} missed, {overrun} overrun, cpu {spent.TotalSeconds:F3} s and {started.TotalSeconds:F3} s to start");
    return 0;
}

Console.Error.WriteLine("usage: Ftop.Tracefs.Probe hold TRACEFS JOURNALS | count TRACEFS EVENT PID [KB]");
return 2;
