namespace Ftop.Tui.Terminal;

/// <summary>Characters that the terminal can show beyond ASCII.</summary>
internal enum Charset
{
    /// <summary>Everything printable, as UTF-8.</summary>
    Utf8,

    /// <summary>Nothing; lines become <c>- | +</c>, bars <c>#</c>, the rest <c>?</c>.</summary>
    Ascii,
}
