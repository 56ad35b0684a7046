using System.Text.Json;
using Ftop.CommandLine;
using Ftop.Output;
using Ftop.Tui;

namespace Ftop;

/// <summary>
/// What the user prefers where the command line says nothing: <c>$XDG_CONFIG_HOME/ftop/config.json</c> (<c>~/.config</c> where that is not set).
/// <code>
/// { "theme": "high-contrast", "delay": 2, "ascii": false, "mono": false, "repair": 10 }
/// </code>
/// </summary>
internal sealed record UserConfig
{
    /// <summary>Name of a theme; null for the default.</summary>
    public string? Theme { get; private init; }

    /// <summary>Length of the window, 0.1 to 60 s; null for the default.</summary>
    public TimeSpan? Delay { get; private init; }

    /// <summary>Only ASCII is drawn.</summary>
    public bool IsAscii { get; private init; }

    /// <summary>No colours.</summary>
    public bool IsMono { get; private init; }

    /// <summary>Time in which the whole screen is sent again, 1 to 3600 s; null for never.</summary>
    public TimeSpan? Repair { get; private init; }

    /// <summary>Where it is read from.</summary>
    public static string DefaultPath
    {
        get
        {
            string? config = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME");
            return Path.Combine(
                string.IsNullOrEmpty(config) ? Path.Combine(Environment.GetEnvironmentVariable("HOME") ?? "/", ".config") : config, "ftop", "config.json");
        }
    }

    /// <summary>Reads it; without a file, the defaults.</summary>
    /// <exception cref="RefusalException">The file is not what it should be: where, and what was expected.</exception>
    public static UserConfig Read(string path)
    {
        if (!File.Exists(path))
        {
            return new UserConfig();
        }

        byte[] json = SettingsFile.TryRead(path, out string unreadable)
            ?? throw new RefusalException(unreadable == SettingsFile.NotUtf8 ? ExitCode.Usage : ExitCode.BadInput, $"{path}: {unreadable}");
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return Of(document.RootElement, path);
        }
        catch (JsonException fault)
        {
            throw new RefusalException(ExitCode.BadInput, $"{path}: line {fault.LineNumber + 1}, column {fault.BytePositionInLine + 1}: not JSON");
        }
        catch (InvalidOperationException)
        {
            throw new RefusalException(ExitCode.Usage, $"{path}: a string that is no text"); // half a surrogate pair, as in "\ud800"
        }
    }

    /// <summary>Fills in what the command line left open.</summary>
    public LiveOptions Complete(LiveOptions options) => options with
    {
        Theme = options.Theme ?? Theme,
        Delay = options.Delay ?? Delay,
        IsAscii = options.IsAscii || IsAscii,
        IsMono = options.IsMono || IsMono,
        Repair = options.Repair ?? Repair,
    };

    private static UserConfig Of(JsonElement root, string path)
    {
        var config = new UserConfig();
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new RefusalException(ExitCode.BadInput, $"{path}: expected an object, as in {{ \"theme\": \"mono\" }}");
        }

        foreach (JsonProperty property in root.EnumerateObject())
        {
            config = (property.Name, property.Value.ValueKind) switch
            {
                ("theme", JsonValueKind.String) => config with { Theme = property.Value.GetString() },
                ("delay", JsonValueKind.Number) when property.Value.GetDouble() is >= 0.1 and <= 60 and double sec => config with { Delay = TimeSpan.FromSeconds(sec) },
                ("ascii", JsonValueKind.True or JsonValueKind.False) => config with { IsAscii = property.Value.GetBoolean() },
                ("repair", JsonValueKind.Number) when property.Value.GetDouble() is >= 1 and <= 3600 and double sec => config with { Repair = TimeSpan.FromSeconds(sec) },
                ("mono", JsonValueKind.True or JsonValueKind.False) => config with { IsMono = property.Value.GetBoolean() },
                _ => throw new RefusalException(
                    ExitCode.BadInput, $"{path}: '{PlainName(property)}': expected theme (a name), delay (0.1 to 60), repair (1 to 3600), ascii or mono (true or false)"),
            };
        }

        return config;
    }

    private static string PlainName(JsonProperty property) => PlainText.Of(property.Name);
}
