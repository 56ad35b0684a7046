namespace Ftop.Decoding.PrintFmt.Args;

/// <summary><c>{ value, "name" }</c> of <c>__print_flags</c> and <c>__print_symbolic</c>.</summary>
internal readonly record struct NamedValue(ulong Value, byte[] Name);
