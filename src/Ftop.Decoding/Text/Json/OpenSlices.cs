namespace Ftop.Decoding.Text.Json;

/// <summary>
/// The slices of one track that have begun and not ended, outermost first. An end belongs to the begin that is of the same thing; what cannot be open any
/// more, as ends are absent where events were lost or filtered, ends at the latest when something begins or ends that it cannot hold.
/// </summary>
internal sealed class OpenSlices
{
    // The kernel's stack of return addresses has 50 entries (kernel/trace/fgraph.c FTRACE_RETFUNC_DEPTH).
    private const int MaxOpen = 256;

    private readonly List<Slice> _open = [];

    /// <summary>Time of the last item on the track.</summary>
    public ulong LastTimestamp { get; set; }

    /// <summary>Whether nothing is open.</summary>
    public bool IsEmpty => _open.Count == 0;

    /// <summary>Ends all that is open; returns how many were.</summary>
    public int Clear()
    {
        int open = _open.Count;
        _open.Clear();
        return open;
    }

    /// <summary>Begins one; returns how many end before it does, innermost first.</summary>
    public int Begin(SliceKind kind, ulong key, int depth)
    {
        int first = _open.FindIndex(slice => !CanHold(slice, kind, depth));
        int ended = CloseFrom(first < 0 ? _open.Count : first) + (_open.Count == MaxOpen ? Clear() : 0);
        _open.Add(new Slice(kind, key, depth));
        return ended;
    }

    /// <summary>Ends the one that it is of.</summary>
    /// <param name="kind">Of the slice.</param>
    /// <param name="key">What begin and end have in common; <see cref="ulong.MaxValue"/> of a call that returns as another one, by <c>rt_sigreturn</c>.</param>
    /// <param name="depth">Of a function.</param>
    /// <param name="before">How many end before it does, innermost first.</param>
    /// <returns>False where its begin is not known; what cannot be open any more has ended all the same.</returns>
    public bool TryEnd(SliceKind kind, ulong key, int depth, out int before)
    {
        int index = _open.FindLastIndex(slice => slice.Kind == kind && slice.Depth == depth && (slice.Key == key || key == ulong.MaxValue));
        if (index >= 0)
        {
            before = CloseFrom(index + 1);
            _open.RemoveAt(index);
            return true;
        }

        int contradiction = _open.FindIndex(slice => slice.Kind == kind && slice.Depth >= depth);
        before = contradiction < 0 ? 0 : CloseFrom(contradiction);
        return false;
    }

    private static bool CanHold(Slice open, SliceKind kind, int depth) => open.Kind switch
    {
        SliceKind.Function => kind != SliceKind.Function || open.Depth < depth,
        SliceKind.RawSystemCall => kind != SliceKind.RawSystemCall,
        SliceKind.SystemCall => kind is not (SliceKind.SystemCall or SliceKind.RawSystemCall),
        SliceKind.SoftIrq => kind != SliceKind.SoftIrq,
        _ => false,
    };

    private int CloseFrom(int index)
    {
        int ended = _open.Count - index;
        _open.RemoveRange(index, ended);
        return ended;
    }

    private readonly record struct Slice(SliceKind Kind, ulong Key, int Depth);
}
