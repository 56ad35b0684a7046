namespace Ftop.Aggregation.Windows;

/// <summary>Where a task's time went in the window, ns.</summary>
/// <param name="RunNs">Running, without interrupts.</param>
/// <param name="WaitNs">Waiting to run, since it was woken or preempted.</param>
/// <param name="SleepNs">Asleep.</param>
/// <param name="DiskNs">In uninterruptible sleep, as for a disk.</param>
/// <param name="IrqNs">In interrupts and softirqs that came while it ran.</param>
public readonly record struct TaskTimes(long RunNs, long WaitNs, long SleepNs, long DiskNs, long IrqNs);
