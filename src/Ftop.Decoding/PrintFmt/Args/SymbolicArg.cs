using Ftop.Decoding.Text;

namespace Ftop.Decoding.PrintFmt.Args;

/// <summary><c>__print_symbolic(value, {value, "name"}, …)</c> (<c>kernel/trace/trace_output.c trace_print_symbols_seq</c>).</summary>
internal sealed class SymbolicArg : PrintArg
{
    private const int EntriesWithoutTable = 16;

    private readonly PrintArg _value;
    private readonly NamedValue[] _entries;
    private readonly Dictionary<ulong, byte[]>? _names;

    public SymbolicArg(PrintArg value, NamedValue[] entries, CType type)
        : base(type)
    {
        (_value, _entries) = (value, entries);
        if (entries.Length > EntriesWithoutTable)
        {
            _names = new Dictionary<ulong, byte[]>(entries.Length);
            foreach (NamedValue entry in entries)
            {
                _names.TryAdd(entry.Value, entry.Name); // the first of a value counts
            }
        }
    }

    public PrintArg Value => _value;

    public override long Integer(in PrintContext context) => 0;

    public override void WriteText(in PrintContext context, TextBuffer text)
    {
        ulong number = (ulong)Type.Convert(_value.Integer(context));
        if (NameOf(number) is { Length: > 0 } name)
        {
            text.Append(name);
            return;
        }

        text.Append("0x"u8);
        text.AppendHex(number);
    }

    // The kernel takes an empty name for none.
    private byte[]? NameOf(ulong number)
    {
        if (_names is not null)
        {
            return _names.GetValueOrDefault(number);
        }

        foreach (NamedValue entry in _entries)
        {
            if (entry.Value == number)
            {
                return entry.Name;
            }
        }

        return null;
    }
}

/// <summary><c>{ value, "name" }</c> of <c>__print_flags</c> and <c>__print_symbolic</c>.</summary>
internal readonly record struct NamedValue(ulong Value, byte[] Name);
