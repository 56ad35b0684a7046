using System.Runtime.CompilerServices;
using Ftop.Decoding.SystemCalls;

namespace Ftop.Aggregation.Events;

/// <summary>What is special about some system calls of one ABI, by number.</summary>
internal sealed class SystemCallTraits
{
    private readonly byte[] _traits;

    /// <param name="table">The ABI; null if it has no table, so that nothing is special.</param>
    public SystemCallTraits(SystemCallTable? table)
    {
        _traits = new byte[table?.NumbersToExcl ?? 0];
        Set(table, 1, "exit", "exit_group");
        Set(table, 2, "execve", "execveat");
        Set(table, 3, "clone", "fork", "vfork");
        SigreturnNumber = table?.Find("rt_sigreturn") ?? -1;
    }

    /// <summary>Number of <c>rt_sigreturn</c>, whose exit carries −1 since it restores the interrupted registers; −1 where it is not known.</summary>
    public long SigreturnNumber { get; }

    /// <summary>Whether the call ends the task, so that no exit follows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool NeverReturns(long number) => (ulong)number < (ulong)_traits.Length && _traits[number] == 1;

    /// <summary>Whether the task runs another program after the call has returned 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Executes(long number) => (ulong)number < (ulong)_traits.Length && _traits[number] == 2;

    /// <summary>
    /// Whether the call makes a task, in which it returns 0, and whose first event that is. Without <c>clone3</c>, which has the same number in every ABI.
    /// </summary>
    public bool Forks(long number) => (ulong)number < (ulong)_traits.Length && _traits[number] == 3;

    private void Set(SystemCallTable? table, byte trait, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            int number = table?.Find(name) ?? -1;
            if (number >= 0)
            {
                _traits[number] = trait;
            }
        }
    }
}
