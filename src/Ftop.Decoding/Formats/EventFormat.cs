namespace Ftop.Decoding.Formats;

/// <summary>What <c>events/SYSTEM/NAME/format</c> says of an event (<c>tep_event</c>). Immutable.</summary>
public sealed class EventFormat
{
    // Almost every event has fewer fields, and of a few the first look is as fast as a table and takes no memory.
    private const int FieldsWithoutTable = 32;

    private Dictionary<string, FormatField>? _byName;

    internal EventFormat(ushort id, string system, string name, FormatField[] commonFields, FormatField[] fields, string printFmt)
    {
        Id = id;
        System = system;
        Name = name;
        CommonFields = commonFields;
        Fields = fields;
        PrintFmt = printFmt;
    }

    /// <summary>The value of <c>common_type</c>. Dynamic: differs between kernels, and is given away again after a probe is deleted.</summary>
    public ushort Id { get; }

    /// <summary>The directory above: <c>sched</c>.</summary>
    public string System { get; }

    /// <summary>As in the line <c>name:</c>: <c>sched_switch</c>.</summary>
    public string Name { get; }

    /// <summary>The <c>common_…</c> fields, that all events of this kernel have.</summary>
    public IReadOnlyList<FormatField> CommonFields { get; }

    /// <summary>The event's own fields, in the order of the file.</summary>
    public IReadOnlyList<FormatField> Fields { get; }

    /// <summary>All that follows <c>print fmt: </c>, unparsed: a C string literal and its arguments. Empty if the file has none.</summary>
    public string PrintFmt { get; }

    /// <summary>The field of that name, own fields first; null if there is none.</summary>
    public FormatField? Find(ReadOnlySpan<char> fieldName)
    {
        if (Fields.Count + CommonFields.Count > FieldsWithoutTable)
        {
            return (_byName ??= MakeTable()).GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(fieldName, out FormatField? found) ? found : null;
        }

        return Find(Fields, fieldName) ?? Find(CommonFields, fieldName);
    }

    /// <summary><c>sched:sched_switch</c>.</summary>
    public override string ToString() => $"{System}:{Name}";

    private static FormatField? Find(IReadOnlyList<FormatField> fields, ReadOnlySpan<char> fieldName)
    {
        foreach (FormatField field in fields)
        {
            if (fieldName.SequenceEqual(field.Name))
            {
                return field;
            }
        }

        return null;
    }

    // Two threads may make the same table at the same time; either may stay.
    private Dictionary<string, FormatField> MakeTable()
    {
        var table = new Dictionary<string, FormatField>(StringComparer.Ordinal);
        foreach (FormatField field in Fields.Concat(CommonFields))
        {
            table.TryAdd(field.Name, field);
        }

        return table;
    }
}
