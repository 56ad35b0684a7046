namespace Ftop.Decoding.Text;

/// <summary>
/// The column <c>dNh2.</c>: interrupts off, reschedule needed, context, preemption depth, migration disabled
/// (<c>kernel/trace/trace_output.c trace_print_lat_fmt</c>). Kernels with <c>common_preempt_lazy_count</c> have two more, <c>dnLh211</c>: lazy reschedule needed
/// behind the second, lazy preemption depth behind the fifth.
/// </summary>
/// <param name="kernel">Its version tells what the bits are.</param>
/// <param name="common">Its fields tell what columns there are.</param>
internal sealed class FlagsColumn(KernelVersion kernel, CommonFields common)
{
    private const byte IrqsOff = 0x01;
    private const byte NoSupportOrLazy = 0x02;
    private const byte NeedResched = 0x04;
    private const byte HardIrq = 0x08;
    private const byte SoftIrq = 0x10;
    private const byte PreemptResched = 0x20;
    private const byte Nmi = 0x40;
    private const byte BhOff = 0x80;

    // 6.13 gave the bit that said "no support for irqs-off" to lazy preemption; the real-time 6.12 had that already.
    private readonly bool _lazy = !common.HasPreemptLazyCount && (kernel.IsAtLeast(6, 13) || (kernel.IsRealTime && kernel.IsAtLeast(6, 12)));
    private readonly bool _bottomHalf = kernel.IsAtLeast(5, 18);

    // The patch of lazy preemption took the bit that 5.18 gave to bottom halves; there it has that of PREEMPT_RESCHED, which such kernels are without.
    private readonly byte _ownLazy = common.HasPreemptLazyCount ? kernel.IsAtLeast(5, 18) ? PreemptResched : BhOff : (byte)0;

    private KeptText _latest;

    /// <summary>4 before migrate-disable was shown (5.11), then 5; 7 with those of lazy preemption.</summary>
    public int Columns { get; } = common.HasPreemptLazyCount ? 7 : kernel.IsAtLeast(5, 12) || common.HasMigrateDisable ? 5 : 4;

    /// <summary>Appends the column. Most events have the flags of the one before, whose text is kept.</summary>
    public void Write(TextBuffer text, in TraceEntry entry)
    {
        uint all = entry.Flags | ((uint)entry.PreemptCount << 8) | ((uint)entry.PreemptLazyCount << 16) | ((uint)entry.MigrateDisable << 24);
        if (!_latest.TryAppend(text, all))
        {
            int start = text.Length;
            WriteAnew(text, entry);
            _latest.Keep(text.Written[start..], all);
        }
    }

    private void WriteAnew(TextBuffer text, in TraceEntry entry)
    {
        byte flags = (byte)(entry.Flags & ~_ownLazy);
        text.Append(Irqs(flags));
        text.Append(Resched(flags));
        if (Columns == 7)
        {
            text.Append((entry.Flags & _ownLazy) != 0 ? (byte)'L' : (byte)'.');
        }

        text.Append(Context(flags));
        AppendDepth(text, entry.PreemptCount & 15);
        if (Columns == 7)
        {
            AppendDepth(text, entry.PreemptLazyCount);
        }

        if (Columns >= 5)
        {
            AppendDepth(text, common.HasMigrateDisable ? entry.MigrateDisable : entry.PreemptCount >> 4);
        }
    }

    private static byte Context(byte flags) => (flags & (Nmi | HardIrq | SoftIrq)) switch
    {
        Nmi | HardIrq or Nmi | HardIrq | SoftIrq => (byte)'Z',
        Nmi or Nmi | SoftIrq => (byte)'z',
        HardIrq | SoftIrq => (byte)'H',
        HardIrq => (byte)'h',
        SoftIrq => (byte)'s',
        _ => (byte)'.',
    };

    private static void AppendDepth(TextBuffer text, int depth)
    {
        if (depth == 0)
        {
            text.Append((byte)'.');
        }
        else
        {
            text.AppendHex((ulong)depth);
        }
    }

    private byte Irqs(byte flags)
    {
        bool bhOff = _bottomHalf && (flags & BhOff) != 0;
        bool irqsOff = (flags & IrqsOff) != 0;
        return irqsOff && bhOff ? (byte)'D'
            : irqsOff ? (byte)'d'
            : bhOff ? (byte)'b'
            : !_lazy && (flags & NoSupportOrLazy) != 0 ? (byte)'X'
            : (byte)'.';
    }

    private byte Resched(byte flags)
    {
        bool lazy = _lazy && (flags & NoSupportOrLazy) != 0;
        return (flags & (NeedResched | PreemptResched)) switch
        {
            NeedResched | PreemptResched => lazy ? (byte)'B' : (byte)'N',
            PreemptResched => lazy ? (byte)'L' : (byte)'p',
            NeedResched => lazy ? (byte)'b' : (byte)'n',
            _ => lazy ? (byte)'l' : (byte)'.',
        };
    }
}
