using System.Buffers.Binary;
using Ftop.Decoding.PrintFmt.Args;

namespace Ftop.Decoding.Text.Events;

/// <summary>
/// The blk tracer's <c>254,0    Q  WS 56000 + 8 [dd]</c> (<c>kernel/trace/blktrace.c print_one_line</c>). Its event has no format file: the record
/// is a <c>struct blk_io_trace</c> (<c>include/uapi/linux/blktrace_api.h</c>) whose first fields the common ones overlay.
/// </summary>
internal sealed class BlkText(TextContext context) : EventText
{
    private const int SectorOffset = 16;
    private const int BytesOffset = 24;
    private const int ActionOffset = 28;
    private const int DeviceOffset = 36;
    private const int ErrorOffset = 44;
    private const int PduLengthOffset = 46;
    private const int HeaderBytes = 48;
    private const int CgroupIdBytes = 8;
    private const int SectorShift = 9;

    private const int CategoryShift = 16;
    private const uint CgroupInAction = 1 << 8;
    private const uint NotifyCategory = 1u << (10 + CategoryShift);
    private const uint MessageAction = NotifyCategory | 2;
    private const uint PacketCategory = 1u << (9 + CategoryShift);

    private static readonly string[] Short = ["", "Q", "M", "F", "G", "S", "R", "D", "C", "P", "U", "UT", "I", "X", "B", "A"];
    private static readonly string[] Long =
    [
        "", "queue", "backmerge", "frontmerge", "getrq", "sleeprq", "requeue", "issue", "complete", "plug", "unplug_io", "unplug_timer", "insert",
        "split", "bounce", "remap",
    ];

    private enum Action
    {
        Requeue = 6,
        Complete = 8,
        Plug = 9,
        UnplugIo = 10,
        UnplugTimer = 11,
        Split = 13,
        Remap = 15,
    }

    public override void Write(in TraceEntry entry, TextBuffer text) => Write(entry, text, classic: false);

    /// <summary>With option <c>blk_classic</c>, which has time, CPU and pid in columns of its own.</summary>
    public void Write(in TraceEntry entry, TextBuffer text, bool classic)
    {
        ReadOnlySpan<byte> record = entry.Record;
        if (record.Length < HeaderBytes)
        {
            text.Append("Unknown action 0\n"u8);
            return;
        }

        uint action = (uint)Read(record, ActionOffset, 4);
        bool cgroup = (action & CgroupInAction) != 0;
        bool verbose = context.Has(TextOption.Verbose);
        ReadOnlySpan<byte> pdu = Pdu(record, cgroup);
        if ((action & ~CgroupInAction) == MessageAction)
        {
            WriteAction(entry, text, action, verbose ? "message" : "m", classic);
            text.Append(pdu);
            text.Append((byte)'\n');
            return;
        }

        uint what = action & 0xffff & ~CgroupInAction;
        if (what == 0 || what >= Short.Length)
        {
            text.Append("Unknown action "u8);
            text.AppendHex(what);
            text.Append((byte)'\n');
            return;
        }

        WriteAction(entry, text, action, (verbose ? Long : Short)[what], classic);
        WriteDetails(entry, text, (Action)what, (action & PacketCategory) != 0, pdu);
    }

    private static ReadOnlySpan<byte> AppendAscii(Span<byte> target, string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            target[i] = (byte)text[i];
        }

        return target[..text.Length];
    }

    private static void WriteNumber(TextBuffer text, ulong value, ReadOnlySpan<byte> behind)
    {
        text.AppendUnsigned(value);
        text.Append(behind);
    }

    private void WriteAction(in TraceEntry entry, TextBuffer text, uint action, string name, bool classic)
    {
        uint device = (uint)Read(entry.Record, DeviceOffset, 4);
        WriteDevice(text, device, padded: true);
        text.Append((byte)' ');
        if (classic)
        {
            text.AppendUnsigned((ulong)entry.Cpu, 2);
            text.Append((byte)' ');
            text.AppendUnsigned(entry.Timestamp / 1_000_000_000, 5);
            text.Append((byte)'.');
            text.AppendUnsigned(entry.Timestamp % 1_000_000_000, 9, (byte)'0');
            text.Append((byte)' ');
            text.AppendUnsigned((uint)entry.Pid, 5);
            text.Append((byte)' ');
        }
        else if ((action & CgroupInAction) != 0 && entry.Record.Length >= HeaderBytes + CgroupIdBytes)
        {
            ulong cgroup = (ulong)Read(entry.Record, HeaderBytes, CgroupIdBytes);
            text.AppendHex(cgroup & uint.MaxValue);
            text.Append((byte)',');
            text.AppendHex(cgroup >> 32);
            text.Append((byte)' ');
        }

        Span<byte> ascii = stackalloc byte[16];
        text.AppendRight(AppendAscii(ascii, name), 2);
        text.Append((byte)' ');
        Span<byte> kinds = stackalloc byte[8];
        text.AppendRight(kinds[..Kinds(kinds, action, Read(entry.Record, BytesOffset, 4) != 0)], 3);
        text.Append((byte)' ');
    }

    // fill_rwbs: what is done, and with what hints.
    private static int Kinds(Span<byte> kinds, uint action, bool anyBytes)
    {
        int count = 0;
        if ((action & ~CgroupInAction) == MessageAction)
        {
            kinds[count++] = (byte)'N';
            return count;
        }

        uint category = action >> CategoryShift;
        if ((category & (1 << 2)) != 0)
        {
            kinds[count++] = (byte)'F';
        }

        kinds[count++] = (category & (1 << 13)) != 0 ? (byte)'D' : (category & (1 << 1)) != 0 ? (byte)'W' : anyBytes ? (byte)'R' : (byte)'N';
        foreach ((int bit, char letter) in (ReadOnlySpan<(int, char)>)[(15, 'F'), (11, 'A'), (3, 'S'), (12, 'M')])
        {
            if ((category & (1u << bit)) != 0)
            {
                kinds[count++] = (byte)letter;
            }
        }

        return count;
    }

    private void WriteDetails(in TraceEntry entry, TextBuffer text, Action what, bool packet, ReadOnlySpan<byte> pdu)
    {
        ReadOnlySpan<byte> record = entry.Record;
        ulong sector = (ulong)Read(record, SectorOffset, 8);
        uint bytes = (uint)Read(record, BytesOffset, 4);
        uint sectors = bytes >> SectorShift;
        ulong pduNumber = pdu.Length >= 8 ? BinaryPrimitives.ReadUInt64BigEndian(pdu) : 0;
        switch (what)
        {
            case Action.Requeue or Action.Complete:
                WriteWithError(text, packet, pdu, sector, sectors, (ushort)Read(record, ErrorOffset, 2));
                return;
            case Action.Remap:
                WriteNumber(text, sector, " + "u8);
                WriteNumber(text, sectors, " <- ("u8);
                WriteDevice(text, pdu.Length >= 4 ? BinaryPrimitives.ReadUInt32BigEndian(pdu) : 0, padded: false);
                text.Append(") "u8);
                WriteNumber(text, pdu.Length >= 16 ? BinaryPrimitives.ReadUInt64BigEndian(pdu[8..]) : 0, "\n"u8);
                return;
            case Action.Plug:
                WriteTask(text, entry.Pid, "\n"u8);
                return;
            case Action.UnplugIo or Action.UnplugTimer:
                WriteTask(text, entry.Pid, " "u8);
                WriteNumber(text, pduNumber, "\n"u8);
                return;
            case Action.Split:
                WriteNumber(text, sector, " / "u8);
                WriteNumber(text, pduNumber, " "u8);
                WriteTask(text, entry.Pid, "\n"u8);
                return;
        }

        if (packet)
        {
            WriteNumber(text, bytes, " "u8);
            WritePdu(text, pdu);
        }
        else if (sectors != 0)
        {
            WriteNumber(text, sector, " + "u8);
            WriteNumber(text, sectors, " "u8);
        }

        WriteTask(text, entry.Pid, "\n"u8);
    }

    private static void WriteWithError(TextBuffer text, bool packet, ReadOnlySpan<byte> pdu, ulong sector, uint sectors, ushort error)
    {
        if (packet)
        {
            WritePdu(text, pdu);
        }
        else
        {
            text.AppendUnsigned(sector);
            text.Append((byte)' ');
            if (sectors != 0)
            {
                text.Append("+ "u8);
                WriteNumber(text, sectors, " "u8);
            }
        }

        text.Append((byte)'[');
        WriteNumber(text, error, "]\n"u8);
    }

    // Ends after the first of the zeros that are left, with two dots.
    private static void WritePdu(TextBuffer text, ReadOnlySpan<byte> pdu)
    {
        if (pdu.IsEmpty)
        {
            return;
        }

        int end = pdu.LastIndexOfAnyExcept((byte)0) + 1;
        text.Append((byte)'(');
        for (int i = 0; i < pdu.Length; i++)
        {
            text.Append(i == 0 ? default : " "u8);
            text.AppendHex(pdu[i], 2);
            if (i == end && end != pdu.Length - 1)
            {
                text.Append(" ..) "u8);
                return;
            }
        }

        text.Append(") "u8);
    }

    private static void WriteDevice(TextBuffer text, uint device, bool padded)
    {
        text.AppendUnsigned(device >> 20, padded ? 3 : 0);
        text.Append((byte)',');
        int start = text.Length;
        text.AppendUnsigned(device & 0xfffff);
        text.Pad(start, padded ? 3 : 0, left: true);
    }

    private void WriteTask(TextBuffer text, int pid, ReadOnlySpan<byte> behind)
    {
        text.Append((byte)'[');
        text.Append(context.Input.Tasks.CommOf(pid));
        text.Append((byte)']');
        text.Append(behind);
    }

    private ReadOnlySpan<byte> Pdu(ReadOnlySpan<byte> record, bool cgroup)
    {
        int start = HeaderBytes + (cgroup ? CgroupIdBytes : 0);
        int length = (int)(ushort)Read(record, PduLengthOffset, 2) - (cgroup ? CgroupIdBytes : 0);
        return start >= record.Length || length <= 0 ? default : record.Slice(start, Math.Min(length, record.Length - start));
    }

    private long Read(ReadOnlySpan<byte> record, int offset, int size) => ElementArg.Read(record.Slice(offset, size), context.BigEndian);
}
