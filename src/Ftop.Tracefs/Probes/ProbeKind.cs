namespace Ftop.Tracefs.Probes;

/// <summary>What a probe is on, by the letter that its definition begins with.</summary>
public enum ProbeKind
{
    /// <summary><c>p</c>: a kernel address, or with a path one of a program or library.</summary>
    Entry,

    /// <summary><c>r</c>: the return of a function, of the kernel or with a path of a program or library.</summary>
    Return,

    /// <summary><c>f</c> (since 6.5): a kernel function by ftrace, or with <c>%return</c> its return.</summary>
    Function,

    /// <summary><c>t</c> (since 6.5): a tracepoint, also one that is no event.</summary>
    Tracepoint,

    /// <summary><c>e</c> (since 5.15): another event, with its fields read anew.</summary>
    Event,

    /// <summary><c>s</c>: a synthetic event, which triggers of others make (Documentation/trace/histogram.rst).</summary>
    Synthetic,
}
