using System.Text.Json;
using Ftop.Tui.Themes;
using Terminal.Gui.Drawing;
using Terminal.Gui.Views;

using Attribute = Terminal.Gui.Drawing.Attribute;

namespace Ftop.Tui.Tests;

public sealed class ThemeCatalogTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ftop-themes").FullName;

    public void Dispose()
    {
        ThemeSchemes.Apply(Theme.Plain);
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData("default")]
    [InlineData("dark")]
    [InlineData("vt100")]
    [InlineData("gruvbox")]
    [InlineData("mono")]
    [InlineData("high-contrast")]
    [InlineData("light")]
    [InlineData("solarized")]
    public void ShippedTheme_LoadsAndSaysEveryRole(string name)
    {
        ThemeCatalog catalog = ThemeCatalog.Load([Path.Combine(AppContext.BaseDirectory, "themes")]);
        Assert.Empty(catalog.Diagnostics);
        Assert.True(catalog.TrySelect(name));
        Theme theme = catalog.Current;
        Assert.NotEqual(theme[ThemeRole.Normal], theme[ThemeRole.Selected]);
        Assert.NotEqual(theme[ThemeRole.Normal], theme[ThemeRole.Header]);
        Assert.NotEqual(theme[ThemeRole.Normal], theme[ThemeRole.Warning]);
        Assert.NotEqual(theme[ThemeRole.Normal], theme[ThemeRole.Error]);
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "themes", name + ".json"));
        foreach (ThemeRole role in Enum.GetValues<ThemeRole>())
        {
            Assert.Contains($"\"{JsonNamingPolicy.CamelCase.ConvertName(role.ToString())}\"", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Default_IsShownAtFirst() =>
        Assert.Equal("default", ThemeCatalog.Load([Path.Combine(AppContext.BaseDirectory, "themes")]).Current.Name);

    [Fact]
    public void NoFiles_LeavesThePlainTheme()
    {
        ThemeCatalog catalog = ThemeCatalog.Load([_directory, Path.Combine(_directory, "none")]);
        Assert.Equal("plain", catalog.Current.Name);
        Assert.False(catalog.TrySelect("default"));
    }

    [Fact]
    public void LaterDirectory_ReplacesAThemeOfTheSameName()
    {
        string later = Directory.CreateDirectory(Path.Combine(_directory, "later")).FullName;
        Write("a.json", """{ "normal": { "foreground": "red" } }""");
        Write("later/a.json", """{ "normal": { "foreground": "green", "background": "#010203", "style": "bold underline" } }""");
        ThemeCatalog catalog = ThemeCatalog.Load([_directory, later]);
        Assert.Equal(new Attribute(new Color(ColorName16.Green), new Color(1, 2, 3), TextStyle.Bold | TextStyle.Underline), catalog.Current[ThemeRole.Dim]);
    }

    [Theory]
    [InlineData("", 1, 1, "no valid JSON")]
    [InlineData("[]", 1, 1, "an object of roles")]
    [InlineData("{\n  \"normal\": {},\n  \"hedder\": {}\n}", 3, 3, "unknown role \"hedder\"")]
    [InlineData("{\n  \"normal\": {\n    \"foreground\": \"pink\" } }", 3, 19, "unknown colour \"pink\"")]
    [InlineData("{ \"normal\": { \"background\": \"#12345g\" } }", 1, 29, "unknown colour \"#12345g\"")]
    [InlineData("{ \"normal\": { \"style\": \"bold blink\" } }", 1, 24, "unknown style \"blink\"")]
    [InlineData("{ \"normal\": { \"weight\": \"bold\" } }", 1, 15, "unknown member \"weight\"")]
    [InlineData("{ \"normal\": 7 }", 1, 13, "expected an object of")]
    [InlineData("{ \"normal\": { \"style\": 7 } }", 1, 24, "expected a string")]
    [InlineData("{ \"normal\": {}\n  \"dim\": {} }", 2, 3, "no valid JSON")]
    [InlineData("{} {}", 1, 4, "no valid JSON")]
    public void MalformedFile_IsLeftOutWithItsPosition(string json, int line, int column, string message)
    {
        Write("bad.json", json);
        Write("good.json", "{}");
        ThemeCatalog catalog = ThemeCatalog.Load([_directory]);
        Assert.Equal("good", Assert.Single(catalog.Themes).Name);
        ThemeDiagnostic diagnostic = Assert.Single(catalog.Diagnostics);
        Assert.Equal((line, column), (diagnostic.LineNumber, diagnostic.ColumnNumber));
        Assert.Contains(message, diagnostic.Message, StringComparison.Ordinal);
        Assert.StartsWith($"{_directory}/bad.json:{line}:{column}: ", diagnostic.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ByteOrderMark_IsTaken()
    {
        Write("marked.json", "\ufeff{ \"normal\": {} }");
        ThemeCatalog catalog = ThemeCatalog.Load([_directory]);
        Assert.Empty(catalog.Diagnostics);
        Assert.Equal("marked", Assert.Single(catalog.Themes).Name);
    }

    [Fact]
    public void WhatIsNoSmallTextFile_IsLeftOutWithoutWaiting()
    {
        Write("good.json", "{}");
        System.Diagnostics.Process.Start("mkfifo", [Path.Combine(_directory, "fifo.json")]).WaitForExit();
        File.CreateSymbolicLink(Path.Combine(_directory, "zero.json"), "/dev/zero");
        File.CreateSymbolicLink(Path.Combine(_directory, "gone.json"), "/nowhere");
        Directory.CreateDirectory(Path.Combine(_directory, "directory.json"));
        Write("large.json", "{}" + new string(' ', SettingsFile.MostBytes));
        File.WriteAllBytes(Path.Combine(_directory, "latin1.json"), [.. "{ \"normal\": { \"style\": \""u8, 0xe9, .. "\" } }"u8]);
        Write("half.json", "{ \"normal\": { \"style\": \"\\ud800\" } }");
        ThemeCatalog catalog = ThemeCatalog.Load([_directory]);
        Assert.Equal("good", Assert.Single(catalog.Themes).Name);
        Assert.Equal(
            ["fifo: not a regular file", "gone: open: No such file or directory", "half: no valid text", "large: larger than 64 KiB", "latin1: not UTF-8 text", "zero: not a regular file"],
            catalog.Diagnostics.Select(fault => $"{fault.Name}: {fault.Message}"));
    }

    [Fact]
    public void Apply_ChangesWhatIsOnTheScreen()
    {
        Write("a.json", """{ "normal": { "foreground": "red", "background": "black" } }""");
        Write("b.json", """{ "normal": { "foreground": "green", "background": "blue" } }""");
        ThemeCatalog catalog = ThemeCatalog.Load([_directory]);
        ThemeSchemes.Apply(catalog.Current);
        using var terminal = new HeadlessTerminal(20, 4);
        using var top = new Runnable { BorderStyle = LineStyle.None };
        top.Add(new Label { Text = "x" });
        terminal.Start(top);
        Assert.Equal(catalog.Current[ThemeRole.Normal], terminal.AttributeAt(0, 0));
        Assert.True(catalog.TrySelect("b"));
        terminal.Application.Post(() =>
        {
            ThemeSchemes.Apply(catalog.Current);
            terminal.Application.Redraw();
        });
        terminal.Settle();
        Assert.Equal(catalog.Current[ThemeRole.Normal], terminal.AttributeAt(0, 0));
    }

    private void Write(string name, string json) => File.WriteAllText(Path.Combine(_directory, name), json);
}
