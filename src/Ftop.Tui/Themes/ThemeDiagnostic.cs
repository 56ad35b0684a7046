namespace Ftop.Tui.Themes;

/// <summary>Why a theme file was not loaded.</summary>
/// <param name="Path">The file.</param>
/// <param name="LineNumber">From 1; 0 where the file could not be read.</param>
/// <param name="ColumnNumber">From 1, in bytes.</param>
/// <param name="Message">What is wrong and what was expected.</param>
public readonly record struct ThemeDiagnostic(string Path, int LineNumber, int ColumnNumber, string Message)
{
    /// <summary>Name of the theme that the file would have been.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary><c>path:line:column: message</c>.</summary>
    public override string ToString() => LineNumber == 0 ? $"{Path}: {Message}" : $"{Path}:{LineNumber}:{ColumnNumber}: {Message}";
}
