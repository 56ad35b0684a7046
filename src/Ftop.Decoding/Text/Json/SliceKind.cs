namespace Ftop.Decoding.Text.Json;

/// <summary>What a slice of a timeline is of; it decides what can lie within what.</summary>
internal enum SliceKind
{
    /// <summary>No slice.</summary>
    None,

    /// <summary>A system call, by <c>raw_syscalls</c>: one at a time in a task.</summary>
    RawSystemCall,

    /// <summary>The same by <c>syscalls</c>, within that or without it.</summary>
    SystemCall,

    /// <summary>A function, within those of less depth.</summary>
    Function,

    /// <summary>An interrupt's handler, within nothing but a softirq: they run with interrupts off.</summary>
    Irq,

    /// <summary>A softirq, within nothing on its CPU.</summary>
    SoftIrq,
}
