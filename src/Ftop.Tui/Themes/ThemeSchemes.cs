using Terminal.Gui.Configuration;
using Terminal.Gui.Drawing;
using Terminal.Gui.ViewBase;

using Attribute = Terminal.Gui.Drawing.Attribute;

namespace Ftop.Tui.Themes;

/// <summary>Makes Terminal.Gui's own views, dialogs and text fields, look as the theme does.</summary>
public static class ThemeSchemes
{
    /// <summary>Replaces the schemes and takes the shadows off; views show it when they are next drawn.</summary>
    public static void Apply(Theme theme)
    {
        Scheme text = Of(theme, ThemeRole.Normal);
        SchemeManager.AddScheme(nameof(Schemes.Base), text);
        SchemeManager.AddScheme(nameof(Schemes.Dialog), text);
        SchemeManager.AddScheme(nameof(Schemes.Accent), Of(theme, ThemeRole.Header));
        SchemeManager.AddScheme(nameof(Schemes.Menu), Of(theme, ThemeRole.KeyLabel));
        SchemeManager.AddScheme(nameof(Schemes.Error), Of(theme, ThemeRole.Error));

        // On a serial line a shadow is many bytes for nothing to read.
        DialogSettings.Current = DialogSettings.Current with { DefaultShadow = ShadowStyles.None, DefaultBorderStyle = LineStyle.Single };
        MessageBoxSettings.Current = MessageBoxSettings.Current with { DefaultBorderStyle = LineStyle.Single };
        ButtonSettings.Current = ButtonSettings.Current with { DefaultShadow = ShadowStyles.None };
    }

    // Every role is set: Terminal.Gui would derive what is left out, in colours of its own.
    private static Scheme Of(Theme theme, ThemeRole role)
    {
        Attribute normal = theme[role];
        Attribute selected = theme[ThemeRole.Selected];
        Attribute field = normal with { Style = normal.Style | TextStyle.Underline };
        return new Scheme
        {
            Normal = normal,
            HotNormal = normal,
            Focus = selected,
            HotFocus = selected,
            Active = selected,
            HotActive = selected,
            Highlight = selected,
            Editable = field,
            ReadOnly = normal,
            Disabled = theme[ThemeRole.Dim],
        };
    }
}
