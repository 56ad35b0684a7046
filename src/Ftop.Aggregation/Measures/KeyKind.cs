namespace Ftop.Aggregation.Measures;

/// <summary>How a part of a key is stored and shown; read off the field's format.</summary>
public enum KeyKind : byte
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>Text.</summary>
    Text,

    /// <summary>A pid.</summary>
    Task,

    /// <summary>A <c>dev_t</c>, as the kernel has it inside: 12 bits of major, 20 of minor (include/linux/kdev_t.h).</summary>
    Device,

    /// <summary>An address in the kernel.</summary>
    Symbol,

    /// <summary>The CPU's number.</summary>
    Cpu,
}
