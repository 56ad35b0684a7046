namespace Ftop.Decoding;

/// <summary>What is known of a task by its kernel pid.</summary>
public interface ITaskNames
{
    /// <summary>The task's comm, at most 15 bytes; <c>&lt;idle&gt;</c> for pid 0 and <c>&lt;...&gt;</c> where nothing knows it. Untrusted text.</summary>
    string CommOf(int pid);

    /// <summary>True where the task runs a program of the machine's 32-bit ABI, so that its system call numbers are that ABI's.</summary>
    bool IsCompat(int pid);

    /// <summary>An event carried the task's name, as <c>sched_switch</c> does; ignored where names are known beforehand.</summary>
    /// <param name="pid">Kernel pid.</param>
    /// <param name="comm">The name; what follows a 0 byte is not part of it.</param>
    void Learn(int pid, ReadOnlySpan<byte> comm)
    {
    }
}
