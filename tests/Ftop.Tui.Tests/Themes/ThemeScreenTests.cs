using System.Text;
using Ftop.Tui.Terminal;
using Ftop.Tui.Terminal.Output;
using Ftop.Tui.Themes;
using Terminal.Gui.Input;

namespace Ftop.Tui.Tests;

/// <summary>What a terminal shows in each theme, cell by cell: with all colours, with sixteen, with none.</summary>
public sealed class ThemeScreenTests
{
    private const int Columns = 80;
    private const int Rows = 20;

    private static ThemeCatalog Shipped => ThemeCatalog.Load([Path.Combine(AppContext.BaseDirectory, "themes")]);

    public static TheoryData<string> Names => new(Shipped.Themes.Select(theme => theme.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Theme_LooksAsApproved(string name)
    {
        var text = new StringBuilder();
        foreach (ColorMode mode in (ColorMode[])[ColorMode.TrueColor, ColorMode.Colors16, ColorMode.Mono])
        {
            VtScreen screen = Show(name, mode, out ThemeCatalog themes);
            if (text.Length == 0)
            {
                text.AppendJoin('\n', Enumerable.Range(0, Rows).Select(screen.Row)).Append('\n');
            }

            text.Append($"\n{mode}\n{LookMap.Of(screen, Columns, Rows)}");
            AssertEveryRoleIsThere(screen, themes.Current, new SgrMap(mode));
        }

        GoldenScreen.Check($"theme-{name}", text.ToString());
    }

    [Theory]
    [InlineData(ColorMode.Mono)]
    [InlineData(ColorMode.Colors8)]
    [InlineData(ColorMode.Colors16)]
    [InlineData(ColorMode.Colors256)]
    [InlineData(ColorMode.TrueColor)]
    public void WithFewerColours_WhatMattersStillStandsOut(object mode)
    {
        foreach (Theme theme in ((ColorMode)mode == ColorMode.Mono ? Shipped.WithoutColors() : Shipped).Themes)
        {
            var map = new SgrMap((ColorMode)mode);
            SgrState Look(ThemeRole role) => map.Map(theme[role]);
            Assert.NotEqual(Look(ThemeRole.Normal), Look(ThemeRole.Selected));
            Assert.NotEqual(Look(ThemeRole.Normal), Look(ThemeRole.Error));
            Assert.NotEqual(Look(ThemeRole.Normal), Look(ThemeRole.Warning));
            Assert.NotEqual(Look(ThemeRole.Normal), Look(ThemeRole.Header));
            Assert.NotEqual(Look(ThemeRole.Header), Look(ThemeRole.SortedColumn));
            Assert.NotEqual(Look(ThemeRole.Warning), Look(ThemeRole.Error));
            Assert.All(Enum.GetValues<ThemeRole>(), role => Assert.True(
                Look(role).Foreground != Look(role).Background || Look(role).Foreground == SgrColor.None, $"{theme.Name}: {role} cannot be read"));
        }
    }

    [Fact]
    public void MovingThroughTheThemes_ShowsEachAtOnce_AndEscGoesBack()
    {
        ThemeCatalog themes = Shipped;
        using var live = new LiveScreen(themes: themes);
        live.Show(SampleWindows.At(1)).Type("T");
        Assert.Equal("default", themes.Current.Name);
        foreach (string name in (string[])["gruvbox", "high-contrast", "light"])
        {
            live.Terminal.Press(Key.CursorDown);
            Assert.Equal(name, themes.Current.Name);
            Assert.Equal(themes.Current[ThemeRole.Status], live.Terminal.AttributeAt(79, 0));
            Assert.Equal(themes.Current[ThemeRole.Selected], live.Terminal.AttributeAt(2, live.RowOf("] " + name)));
            Assert.Equal(themes.Current[ThemeRole.Header], live.Terminal.AttributeAt(40, 2)); // the pane beside the list
        }

        live.Escape();
        Assert.Equal("default", themes.Current.Name);
        Assert.Equal(themes.Current[ThemeRole.Header], live.Terminal.AttributeAt(0, 2));
        live.Type("Tsol");
        Assert.Equal("solarized", themes.Current.Name);
        live.Type("\r");
        Assert.Equal("solarized", themes.Current.Name);
        Assert.Contains("theme solarized", live.SecondRow, StringComparison.Ordinal);
        live.Escape();
        Assert.Equal("solarized", themes.Current.Name);
    }

    // A start screen after a loss, with a refusal to be read.
    private static VtScreen Show(string name, ColorMode mode, out ThemeCatalog themes)
    {
        themes = Shipped;
        Assert.True(themes.TrySelect(name));
        var capabilities = new TerminalCapabilities { ColorMode = mode, Charset = Charset.Utf8, CanHideCursor = true, HasAlternateScreen = true };
        using var live = new LiveScreen(Columns, Rows, capabilities: capabilities, themes: themes);
        live.Show(SampleWindows.At(1), SampleWindows.At(2, lost: 1_200), SampleWindows.At(3, lost: 40)).Type("\t\tjn");
        var screen = new VtScreen(Columns, Rows);
        screen.Feed(live.Terminal.Line.TakeSent());
        themes = live.Themes;
        return screen;
    }

    private static void AssertEveryRoleIsThere(VtScreen screen, Theme theme, SgrMap map)
    {
        var seen = new HashSet<SgrState>();
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                seen.Add(screen.At(column, row).Look);
            }
        }

        Assert.All(Enum.GetValues<ThemeRole>(), role => Assert.True(seen.Contains(map.Map(theme[role])), $"{role} is not on the screen"));
    }
}
