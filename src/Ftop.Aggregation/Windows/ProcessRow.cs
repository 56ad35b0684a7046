namespace Ftop.Aggregation.Windows;

/// <summary>One task, by the pid that the events carry (<c>common_pid</c>: a thread id).</summary>
/// <param name="Pid">Kernel pid; 0 is the idle task of every CPU.</param>
/// <param name="Comm">Its name, <c>&lt;...&gt;</c> where nothing knows it. Untrusted: sanitise before a terminal sees it.</param>
/// <param name="Rates">Events.</param>
/// <param name="SystemCalls">System calls in the window.</param>
public sealed record ProcessRow(int Pid, string Comm, Rates Rates, long SystemCalls);
