using System.Globalization;
using System.Text.Json;
using Terminal.Gui.Drawing;

using Attribute = Terminal.Gui.Drawing.Attribute;

namespace Ftop.Tui.Themes;

/// <summary>
/// Reads a theme file: an object with a member for each role that does not look as <c>normal</c> does, each an object of <c>foreground</c>,
/// <c>background</c> (a colour's name, <c>#rrggbb</c>, or <c>default</c> for the terminal's own, which is also what is left out) and <c>style</c>
/// (<c>bold</c>, <c>faint</c>, <c>underline</c>, <c>reverse</c>, with blanks between). Comments and trailing commas are let through.
/// </summary>
/// <example><code>
/// {
///   "normal":   { "foreground": "white", "background": "black" },
///   "selected": { "foreground": "black", "background": "cyan", "style": "bold" }
/// }
/// </code></example>
internal ref struct ThemeReader
{
    private readonly ReadOnlySpan<byte> _json;
    private Utf8JsonReader _reader;

    private ThemeReader(ReadOnlySpan<byte> json)
    {
        _json = json;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
    }

    /// <summary>False, with a diagnostic that says where and why, where <paramref name="json"/> is no theme.</summary>
    public static bool TryRead(string name, string path, ReadOnlySpan<byte> json, out Theme theme, out ThemeDiagnostic diagnostic)
    {
        (theme, diagnostic) = (Theme.Plain, default);
        var reader = new ThemeReader(json);
        try
        {
            theme = new Theme(name, reader.ReadRoles());
            return true;
        }
        catch (JsonException exception)
        {
            // Where Utf8JsonReader threw, it tells the position; where we did, the token's start does.
            bool isSyntax = exception.LineNumber is not null;
            (int line, int column) = isSyntax ? ((int)exception.LineNumber!, (int)(exception.BytePositionInLine ?? 0)) : reader.TokenPosition();
            string message = isSyntax ? "no valid JSON from here on" : exception.Message;
            diagnostic = new ThemeDiagnostic(path, line + 1, column + 1, message);
            return false;
        }
        catch (InvalidOperationException)
        {
            (int line, int column) = reader.TokenPosition(); // half a surrogate pair, as in "\ud800"
            diagnostic = new ThemeDiagnostic(path, line + 1, column + 1, "no valid text");
            return false;
        }
    }

    private Dictionary<ThemeRole, Attribute> ReadRoles()
    {
        var roles = new Dictionary<ThemeRole, Attribute>();
        _reader.Read();
        Expect(JsonTokenType.StartObject, "an object of roles");
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            ThemeRole role = ReadRole();
            _reader.Read();
            Expect(JsonTokenType.StartObject, "an object of foreground, background and style");
            roles[role] = ReadAttribute();
        }

        // Throws where something follows.
        _reader.Read();
        return roles;
    }

    private ThemeRole ReadRole()
    {
        string name = _reader.GetString()!; // a property's name is never null
        foreach (ThemeRole role in Enum.GetValues<ThemeRole>())
        {
            if (JsonNamingPolicy.CamelCase.ConvertName(role.ToString()) == name)
            {
                return role;
            }
        }

        string known = string.Join(", ", Enum.GetNames<ThemeRole>().Select(JsonNamingPolicy.CamelCase.ConvertName));
        throw new JsonException($"unknown role \"{name}\", expected one of {known}");
    }

    private Attribute ReadAttribute()
    {
        Color foreground = Color.None;
        Color background = Color.None;
        TextStyle style = TextStyle.None;
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = _reader.GetString()!; // a property's name is never null
            if (name is not ("foreground" or "background" or "style"))
            {
                throw new JsonException($"unknown member \"{name}\", expected foreground, background or style");
            }

            _reader.Read();
            Expect(JsonTokenType.String, "a string");
            string value = _reader.GetString()!; // a string token
            switch (name)
            {
                case "foreground":
                    foreground = ParseColor(value);
                    break;
                case "background":
                    background = ParseColor(value);
                    break;
                default:
                    style = ParseStyle(value);
                    break;
            }
        }

        return new Attribute(foreground, background, style);
    }

    private static Color ParseColor(string text)
    {
        if (text == "default")
        {
            return Color.None;
        }

        int index = ThemeColors.Names.IndexOf(text);
        if (index >= 0)
        {
            return new Color(ThemeColors.Values[index]);
        }

        if (text.Length == 7 && text[0] == '#' && int.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int rgb))
        {
            return new Color((rgb >> 16) & 255, (rgb >> 8) & 255, rgb & 255);
        }

        throw new JsonException($"unknown colour \"{text}\", expected default, #rrggbb or one of {string.Join(", ", ThemeColors.Names)}");
    }

    private static TextStyle ParseStyle(string text)
    {
        TextStyle style = TextStyle.None;
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            style |= word switch
            {
                "bold" => TextStyle.Bold,
                "faint" => TextStyle.Faint,
                "underline" => TextStyle.Underline,
                "reverse" => TextStyle.Reverse,
                _ => throw new JsonException($"unknown style \"{word}\", expected bold, faint, underline or reverse"),
            };
        }

        return style;
    }

    private readonly void Expect(JsonTokenType type, string what)
    {
        if (_reader.TokenType != type)
        {
            throw new JsonException($"expected {what}");
        }
    }

    private readonly (int Line, int Column) TokenPosition()
    {
        ReadOnlySpan<byte> before = _json[..(int)_reader.TokenStartIndex];
        return (before.Count((byte)'\n'), before.Length - 1 - before.LastIndexOf((byte)'\n'));
    }
}
