namespace Ftop.Decoding.Text.Graph;

internal sealed partial class GraphText
{
    private const int TaskWidth = 14;
    private const int MaxCommBytes = 7;
    private const int DurationDigits = 7;

    // The task switch banner, the mark of an interrupt's begin, and the columns before the duration.
    private void WritePrologue(in TraceEntry entry, GraphCpuState state, TextBuffer text, ulong? entered)
    {
        WriteTaskSwitch(entry, state, text);
        if (entered is { } func)
        {
            WriteInterruptMark(entry, text, func, entering: true);
        }

        WriteColumns(entry, text);
    }

    private void WriteColumns(in TraceEntry entry, TextBuffer text)
    {
        if (!Has(TextOption.ContextInfo))
        {
            return;
        }

        if (Has(TextOption.FuncgraphAbstime))
        {
            // Here the kernel cuts to microseconds instead of rounding.
            TimeText.AppendSeconds(text, entry.Timestamp / 1000);
            text.Append(" |  "u8);
        }

        if (Has(TextOption.DisplayGraph))
        {
            text.AppendUnsigned((entry.Timestamp - BufferStart) / 1000, 9);
            text.Append(" us |  "u8);
        }

        if (Has(TextOption.FuncgraphCpu))
        {
            WriteCpu(text, entry.Cpu);
        }

        if (Has(TextOption.FuncgraphProc))
        {
            WriteTask(text, entry.Pid);
            text.Append(" | "u8);
        }

        if (Has(TextOption.LatencyFormat))
        {
            text.Append((byte)' ');
            _flags.Write(text, entry);
            text.Append(" | "u8);
        }
    }

    private void WriteTaskSwitch(in TraceEntry entry, GraphCpuState state, TextBuffer text)
    {
        int previous = state.LastPid;
        state.LastPid = entry.Pid;
        if (previous == entry.Pid || previous == -1)
        {
            return;
        }

        text.Append(" ------------------------------------------\n"u8);
        WriteCpu(text, entry.Cpu);
        WriteTask(text, previous);
        text.Append(" => "u8);
        WriteTask(text, entry.Pid);
        text.Append("\n ------------------------------------------\n\n"u8);
    }

    private void WriteCpu(TextBuffer text, int cpu)
    {
        text.Append((byte)' ');
        text.AppendUnsigned((ulong)cpu, _cpuDigits);
        text.Append(") "u8);
    }

    // comm-pid in the middle of 14 columns.
    private void WriteTask(TextBuffer text, int pid)
    {
        int start = text.Length;
        ReadOnlySpan<byte> comm = _context.Input.Tasks.CommOf(pid);
        text.Append(comm[..Math.Min(comm.Length, MaxCommBytes)]);
        text.Append((byte)'-');
        text.AppendSigned(pid);
        int spaces = TaskWidth - (text.Length - start);
        if (spaces > 0)
        {
            text.Pad(start, TaskWidth - (spaces - (spaces / 2)), left: false);
            text.AppendRepeated((byte)' ', spaces - (spaces / 2));
        }
    }

    private void WriteInterruptMark(in TraceEntry entry, TextBuffer text, ulong func, bool entering)
    {
        if (!IsInterrupt(func))
        {
            return;
        }

        WriteColumns(entry, text);
        bool duration = Has(TextOption.FuncgraphDuration) && Has(TextOption.ContextInfo);
        text.Append(duration ? "  "u8 : default);
        text.Append(entering ? "==========>"u8 : "<=========="u8);
        text.Append(duration ? " |\n"u8 : "\n"u8);
    }

    private void WriteDuration(TextBuffer text, ulong ns)
    {
        if (!Has(TextOption.FuncgraphDuration) || !Has(TextOption.ContextInfo))
        {
            return;
        }

        text.Append(Has(TextOption.FuncgraphOverhead) ? TimeText.Mark(ns) : (byte)' ');
        text.Append((byte)' ');
        int start = text.Length;
        text.AppendUnsigned(ns / 1000);
        int length = text.Length - start;
        if (length < DurationDigits)
        {
            text.Append((byte)'.');
            int fraction = text.Length;
            text.AppendUnsigned(ns % 1000, 3, (byte)'0');

            // Seven digits in all.
            text.Truncate(fraction + Math.Min(3, DurationDigits - length));
            length = text.Length - start;
        }

        text.Append(" us "u8);
        text.AppendRepeated((byte)' ', DurationDigits + 1 - length);
        text.Append("|  "u8);
    }

    private void WriteNoDuration(TextBuffer text)
    {
        if (Has(TextOption.FuncgraphDuration) && Has(TextOption.ContextInfo))
        {
            text.Append("              |  "u8);
        }
    }

    private static void WriteIndent(TextBuffer text, int depth) => text.AppendRepeated((byte)' ', Math.Clamp(depth, 0, MaxDepth) * Indent);

    private void WriteFunction(TextBuffer text, ulong func) => _context.Symbols.AppendSymbol(text, func);

    // Return value and return address; the spelling changed when the address came (6.13).
    private void WriteReturnComment(in TraceEntry entry, in TraceEntry exit, bool leaf, TextBuffer text)
    {
        const ulong MaxErrno = 4095;
        bool retval = Has(TextOption.FuncgraphRetval) && Fields.HasRetval;
        ulong retaddr = leaf && Has(TextOption.FuncgraphRetaddr) ? Fields.Retaddr(entry) : 0;
        if (!retval && retaddr == 0)
        {
            return;
        }

        bool newSpelling = _context.Input.Kernel.IsAtLeast(6, 13);
        text.Append(" /*"u8);
        if (!leaf)
        {
            text.Append((byte)' ');
            WriteFunction(text, Fields.Func(exit));
        }

        if (retaddr != 0)
        {
            text.Append(" <-"u8);
            _context.Symbols.AppendIp(text, retaddr, _context.Options | TextOption.SymOffset);
        }

        if (retval)
        {
            ulong value = Fields.Retval(exit);
            bool negativeInt = _context.LongSizeBytes == 8 && (value & (1u << 31)) != 0 && value >> 32 == 0;
            long error = negativeInt ? (int)value : _context.LongSizeBytes == 4 ? (int)value : (long)value;
            text.Append(newSpelling ? " ret="u8 : " = "u8);
            if (!Has(TextOption.FuncgraphRetvalHex) && error < 0 && (ulong)-error <= MaxErrno)
            {
                text.AppendSigned(error);
            }
            else
            {
                text.Append("0x"u8);
                text.AppendHex(value);
            }
        }

        text.Append(" */"u8);
    }
}
