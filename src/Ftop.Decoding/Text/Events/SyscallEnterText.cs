using System.Text;
using Ftop.Decoding.Formats;

namespace Ftop.Decoding.Text.Events;

/// <summary><c>sys_openat(dfd: ffffff9c, filename: 877fdf8, flags: 241, mode: 1b6)</c> (<c>kernel/trace/trace_syscalls.c print_syscall_enter</c>).</summary>
internal sealed class SyscallEnterText : EventText
{
    /// <summary>Of the event's name, in place of which the system call's stands.</summary>
    public const string Prefix = "sys_enter_";

    private const int LargestDecimal = 9;

    private readonly byte[] _name;
    private readonly (byte[] Name, EventField Field)[] _arguments;
    private readonly FieldsText _fields;
    private readonly bool _marksHex;

    public SyscallEnterText(EventFormat format, TextContext context)
    {
        _name = Encoding.UTF8.GetBytes($"sys_{format.Name[Prefix.Length..]}(");
        _fields = new FieldsText(format, context);
        _marksHex = context.Input.Kernel.IsAtLeast(6, 18);
        bool types = context.Has(TextOption.Verbose);

        // Numbers first; behind them newer kernels have what user pointers point to.
        _arguments =
        [
            .. format.Fields
                .Where(field => field.Name is not ("__syscall_nr" or "nr") && field.Kind == FieldKind.Scalar)
                .Select((field, index) => (
                    Encoding.UTF8.GetBytes($"{(index > 0 ? ", " : "")}{(types ? field.TypeText + " " : "")}{field.Name}: "),
                    new EventField(field, context.BigEndian))),
        ];
    }

    public override void Write(in TraceEntry entry, TextBuffer text)
    {
        text.Append(_name);
        foreach (ref readonly (byte[] Name, EventField Field) argument in _arguments.AsSpan())
        {
            text.Append(argument.Name);
            ulong value = argument.Field.Unsigned(entry.Record);
            if (_marksHex && value > LargestDecimal)
            {
                text.Append("0x"u8);
            }

            text.AppendHex(value);
        }

        text.Append(")\n"u8);
    }

    public override void WriteFields(in TraceEntry entry, TextBuffer text) => _fields.Write(entry.Record, text);
}
