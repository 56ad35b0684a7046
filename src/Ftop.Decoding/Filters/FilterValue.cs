namespace Ftop.Decoding.Filters;

/// <summary>What a part of a filter comes to for one event. Borrows the record.</summary>
internal readonly ref struct FilterValue
{
    /// <summary>False where the event has no such field: every comparison with it fails.</summary>
    public bool Exists { get; private init; }

    public bool IsText { get; private init; }

    public Int128 Number { get; private init; }

    public ReadOnlySpan<byte> Text { get; private init; }

    public bool IsTrue => Exists && (IsText ? !Text.IsEmpty : Number != 0);

    public static FilterValue Of(Int128 number) => new() { Exists = true, Number = number };

    public static FilterValue Of(bool truth) => Of(truth ? 1 : 0);

    public static FilterValue OfText(ReadOnlySpan<byte> text) => new() { Exists = true, IsText = true, Text = text };
}
