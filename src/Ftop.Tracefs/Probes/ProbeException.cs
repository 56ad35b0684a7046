using Ftop.Tracefs.Errors;

namespace Ftop.Tracefs.Probes;

/// <summary>A probe that cannot be: nothing was changed for it.</summary>
public sealed class ProbeException : IOException
{
    /// <param name="fault">What is wrong, and where.</param>
    /// <param name="failure">What kind of refusal it is.</param>
    public ProbeException(ProbeFault fault, TracefsFailure failure = TracefsFailure.InvalidValue)
        : base(TextOf(fault))
    {
        Fault = fault;
        Failure = failure;
    }

    /// <summary>What is wrong, and where.</summary>
    public ProbeFault Fault { get; }

    /// <summary>What kind of refusal it is.</summary>
    public TracefsFailure Failure { get; }

    private static string TextOf(ProbeFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return $"--probe: {fault.WithCaret}";
    }
}
