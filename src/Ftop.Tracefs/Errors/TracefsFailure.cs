namespace Ftop.Tracefs.Errors;

/// <summary>What kind of refusal a <see cref="TracefsException"/> is; decides the program's exit code.</summary>
public enum TracefsFailure
{
    /// <summary>Anything else the kernel answered.</summary>
    Failed,

    /// <summary>Not root, or root under lockdown.</summary>
    NotPermitted,

    /// <summary>This kernel was built without it.</summary>
    NotSupported,

    /// <summary>Somebody else uses it.</summary>
    Busy,

    /// <summary>The kernel does not understand the value.</summary>
    InvalidValue,
}
