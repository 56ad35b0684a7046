using System.Runtime.CompilerServices;
using Terminal.Gui.Drivers;
using Terminal.Gui.Time;

namespace Ftop.Tui.Terminal.Application;

/// <summary>The one door of Terminal.Gui 2.5.0 that is not public: an application with components of its owner's choice.</summary>
internal static class TerminalGuiAccess
{
    /// <summary>internal ApplicationImpl(IComponentFactory, ITimeProvider)</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    [return: UnsafeAccessorType("Terminal.Gui.App.ApplicationImpl, Terminal.Gui")]
    public static extern object NewApplication(IComponentFactory components, ITimeProvider clock);
}
