using Ftop.Tracefs.Errors;

namespace Ftop.Tracefs.Probes;

/// <summary>What probes this kernel has, from the files of its tracefs and what its <c>README</c> says of their grammar.</summary>
internal sealed class ProbeSupport
{
    private const string Dynamic = "dynamic_events"; // since 5.0
    private const string OfReturns = "return probes support";

    private readonly string _root;
    private readonly string _readme;

    public ProbeSupport(string root)
    {
        _root = root;
        _readme = new ControlFile(Path.Combine(root, "README")).TryReadText(out string text) == 0 ? text : "";
    }

    /// <summary>Whether <c>$argN</c> is known on this architecture; true where the kernel does not say.</summary>
    public bool HasArguments => _readme.Length == 0 || _readme.Split('\n').Any(line => line.Contains("$arg<N>", StringComparison.Ordinal) && !line.Contains(OfReturns, StringComparison.Ordinal));

    /// <summary>Whether a return can tell the arguments of the entry (since 6.9).</summary>
    public bool HasArgumentsAtReturn => _readme.Split('\n').Any(line => line.Contains("$arg<N>", StringComparison.Ordinal) && line.Contains(OfReturns, StringComparison.Ordinal));

    /// <summary>Why this kernel has no probes of this kind; null where it has them.</summary>
    public string? Lack(ProbeDefinition definition) => definition switch
    {
        { Kind: ProbeKind.Function } => Has("f[:[<group>") ? null : "this kernel has no fprobes: they need Linux 6.5 and CONFIG_FPROBE_EVENTS=y; p and r are on the same functions",
        { Kind: ProbeKind.Tracepoint } => Has("t[:[<group>") ? null : "this kernel has no probes on tracepoints: they need Linux 6.5 and CONFIG_FPROBE_EVENTS=y",
        { Kind: ProbeKind.Event } => Has("e[:[<group>") ? null : "this kernel has no eprobes: they need Linux 5.15, and since 6.17 CONFIG_EPROBE_EVENTS=y",
        { Kind: ProbeKind.Synthetic } => Exists("synthetic_events") && Exists(Dynamic) ? null : "this kernel was built without CONFIG_SYNTH_EVENTS=y (Kernel hacking → Tracers → Synthetic trace events)",
        { IsUser: true } => Exists("uprobe_events") ? null : $"this kernel was built without {TracerConfig.UprobeEvents}",
        _ => Exists("kprobe_events") ? null : $"this kernel was built without {TracerConfig.KprobeEvents}",
    };

    /// <summary>The file that probes of this kind are added to.</summary>
    public string FileOf(ProbeDefinition definition) => Path.Combine(_root, definition switch
    {
        _ when Exists(Dynamic) => Dynamic,
        { IsUser: true } => "uprobe_events",
        _ => "kprobe_events",
    });

    private bool Exists(string name) => File.Exists(Path.Combine(_root, name));

    private bool Has(string grammar) => _readme.Contains(grammar, StringComparison.Ordinal);
}
