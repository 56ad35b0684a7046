using System.Globalization;
using System.Text;
using Ftop.Decoding.Formats;
using Ftop.Decoding.RingBuffer;

namespace Ftop.Decoding.SystemCalls;

/// <summary>
/// Prints a system call with its arguments, by the names and types that its own event has, <c>syscalls:sys_enter_NAME</c>:
/// <code>
/// openat(dfd=-100, filename=0x7ffd3a1b2c80, flags=0x80000, mode=0)
/// </code>
/// Where the kernel has no such event (CONFIG_FTRACE_SYSCALLS), or the call is another ABI's, the six registers of <c>raw_syscalls:sys_enter</c>. Text is there
/// where the record has it: newer kernels copy what user pointers point to.
/// </summary>
public sealed class SystemCallText
{
    private const string EnterPrefix = "sys_enter_";
    private const int Registers = 6;
    private const int MostTextBytes = 256;

    // The kernel names the event by the function, SYSCALL_DEFINE, and the table of syscalls(2) the call.
    private static readonly Dictionary<string, string> FunctionNames = new()
    {
        ["stat"] = "newstat",
        ["fstat"] = "newfstat",
        ["lstat"] = "newlstat",
        ["uname"] = "newuname",
        ["sendfile"] = "sendfile64",
        ["umount2"] = "umount",
    };

    private readonly string _name;
    private readonly bool _bigEndian;
    private readonly FieldReader? _registers;
    private readonly EventFormat? _rawEnter;
    private readonly EventFormat? _enter;
    private readonly List<Argument> _arguments = [];

    /// <param name="name">Name of the call as in syscalls(2); one of another ABI has that behind it.</param>
    /// <param name="rawEnter">The event that has the registers of any call; null where the kernel lacks it.</param>
    /// <param name="enter">The call's own event; null where the kernel lacks it.</param>
    /// <param name="layout">Of their sub-buffers.</param>
    public SystemCallText(string name, EventFormat? rawEnter, EventFormat? enter, HeaderPage layout)
    {
        ArgumentNullException.ThrowIfNull(name);
        (_name, _bigEndian, _rawEnter, _enter) = (name, layout.BigEndian, rawEnter, enter);
        _registers = rawEnter?.Find("args") is FormatField args ? new FieldReader(args, _bigEndian) : null;
        foreach (FormatField field in enter?.Fields ?? [])
        {
            AddField(field);
        }
    }

    /// <summary>Names that a call's own event may have, in <c>syscalls</c>.</summary>
    /// <param name="name">Name of the call as in syscalls(2).</param>
    public static IEnumerable<string> EventNames(string name) =>
        FunctionNames.TryGetValue(name, out string? function) ? [EnterPrefix + name, EnterPrefix + function] : [EnterPrefix + name];

    /// <summary>Whether an event of this type tells the arguments of this call, or may, as the registers of any.</summary>
    public bool IsBegin(ushort typeId) => typeId == _rawEnter?.Id || typeId == _enter?.Id;

    /// <summary>Whether an event of this type may have text where the registers have pointers.</summary>
    public bool HasText(ushort typeId) => typeId == _enter?.Id && _arguments.Exists(static argument => argument.Text is not null);

    /// <summary>Prints the call as a record has it, of either event.</summary>
    /// <returns>The text, which is untrusted; null where the record is neither event's.</returns>
    public string? Write(EventRecord record)
    {
        bool isRaw = record.TypeId == _rawEnter?.Id;
        if (!isRaw && record.TypeId != _enter?.Id)
        {
            return null;
        }

        var text = new StringBuilder(_name).Append('(');
        if (_enter is null)
        {
            WriteRegisters(text, record.Payload);
        }
        else
        {
            WriteArguments(text, record.Payload, isRaw);
        }

        return text.Append(')').ToString();
    }

    // Numbers first, in the order of the registers; behind them newer kernels have what user pointers point to, __data_loc char[] __filename_val.
    private void AddField(FormatField field)
    {
        if (field.Name is "__syscall_nr" or "nr")
        {
            return;
        }

        if (field.Kind == FieldKind.Scalar)
        {
            _arguments.Add(new Argument(field.Name, new FieldReader(field, _bigEndian), FormOf(field)));
        }
        else if (field.IsText)
        {
            int of = _arguments.FindIndex(argument => field.Name == $"__{argument.Name}_val");
            if (of >= 0)
            {
                _arguments[of] = _arguments[of] with { Text = new FieldReader(field, _bigEndian) };
            }
        }
    }

    private static Form FormOf(FormatField field) => field switch
    {
        _ when field.IsPointer || field.TypeText.Contains('*', StringComparison.Ordinal) => Form.Pointer,
        { TypeText: "umode_t" } => Form.Octal,
        { Name: "fd" or "dfd" or "dirfd" or "olddfd" or "newdfd" or "oldfd" or "newfd" } => Form.Int32,
        _ when field.Name.Contains("flag", StringComparison.Ordinal) || field.Name is "prot" or "cmd" or "addr" or "arg" or "mask" or "events" => field.TypeText.EndsWith("int", StringComparison.Ordinal) ? Form.Hex32 : Form.Hex,
        { TypeText: "int" or "pid_t" or "__s32" or "clockid_t" or "const clockid_t" or "timer_t" or "key_t" or "rwf_t" } => Form.Int32,
        { TypeText: "unsigned int" or "unsigned" or "u32" or "uid_t" or "gid_t" or "qid_t" } => Form.UInt32,
        { TypeText: "long" or "loff_t" or "off_t" or "ssize_t" } => Form.Int64,
        { TypeText: "size_t" or "u64" } => Form.UInt64,
        _ => Form.Word,
    };

    private void WriteArguments(StringBuilder text, ReadOnlySpan<byte> record, bool isRaw)
    {
        for (int i = 0; i < _arguments.Count; i++)
        {
            Argument argument = _arguments[i];
            text.Append(i > 0 ? ", " : "").Append(argument.Name).Append('=');
            if (!isRaw && argument.Text is FieldReader pointed && pointed.TryReadBytes(record, out ReadOnlySpan<byte> bytes) && bytes.Length > 0)
            {
                WriteText(text, bytes);
            }
            else if (isRaw ? _registers is FieldReader registers && registers.TryReadElement(record, i, out long value) : argument.Value.TryReadInteger(record, out value))
            {
                WriteNumber(text, value, argument.Form);
            }
            else
            {
                text.Append('?');
            }
        }
    }

    private void WriteRegisters(StringBuilder text, ReadOnlySpan<byte> record)
    {
        for (int i = 0; i < Registers && _registers is FieldReader registers && registers.TryReadElement(record, i, out long value); i++)
        {
            text.Append(i > 0 ? ", " : "");
            WriteNumber(text, value, Form.Word);
        }
    }

    private static void WriteText(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        ReadOnlySpan<byte> shown = end < 0 ? bytes : bytes[..end];
        text.Append('"').Append(Encoding.UTF8.GetString(shown[..Math.Min(shown.Length, MostTextBytes)])).Append(shown.Length > MostTextBytes ? "\"..." : "\"");
    }

    private static void WriteNumber(StringBuilder text, long value, Form form) => _ = form switch
    {
        Form.Pointer when value == 0 => text.Append("NULL"),
        Form.Hex or Form.Pointer => WriteHex(text, value),
        Form.Hex32 => WriteHex(text, (uint)value),
        Form.Octal => text.Append((value & 0xffff) == 0 ? "0" : "0" + Convert.ToString(value & 0xffff, 8)),
        Form.Int32 => text.Append(CultureInfo.InvariantCulture, $"{(int)value}"),
        Form.UInt32 => text.Append(CultureInfo.InvariantCulture, $"{(uint)value}"),
        Form.Int64 => text.Append(CultureInfo.InvariantCulture, $"{value}"),
        Form.UInt64 => text.Append(CultureInfo.InvariantCulture, $"{(ulong)value}"),
        _ when (ulong)value <= ushort.MaxValue => text.Append(CultureInfo.InvariantCulture, $"{value}"), // a word may be a length, or an address
        _ => WriteHex(text, value),
    };

    private static StringBuilder WriteHex(StringBuilder text, long value) => value == 0 ? text.Append('0') : text.Append(CultureInfo.InvariantCulture, $"0x{value:x}");

    private enum Form
    {
        Word,
        Pointer,
        Hex,
        Hex32,
        Octal,
        Int32,
        UInt32,
        Int64,
        UInt64,
    }

    private sealed record Argument(string Name, FieldReader Value, Form Form)
    {
        public FieldReader? Text { get; init; }
    }
}
