namespace Ftop.Tracefs.Errors;

/// <summary>An option of the kernel's configuration and where <c>make menuconfig</c> has it.</summary>
/// <param name="Symbol">As in <c>CONFIG_FUNCTION_TRACER</c>.</param>
/// <param name="MenuPath">As in <c>Kernel hacking → Tracers → Kernel Function Tracer</c>.</param>
public readonly record struct KernelOption(string Symbol, string MenuPath)
{
    /// <summary><c>CONFIG_FUNCTION_TRACER=y (Kernel hacking → Tracers → Kernel Function Tracer)</c>.</summary>
    public override string ToString() => $"{Symbol}=y ({MenuPath})";
}
