using System.Diagnostics;
using Ftop.Tui.Terminal.Application;
using Terminal.Gui.Drawing;
using Terminal.Gui.Input;
using Terminal.Gui.Views;

namespace Ftop.Tui.Tests;

/// <summary>A program of its own, run on a pty: takes the terminal over, says hello and does what its argument says.</summary>
internal static class OnATerminal
{
    public static int Run(string deed)
    {
        using TerminalApplication application = TerminalApplication.Open(default);
        using var top = new Runnable { BorderStyle = LineStyle.None };
        top.Add(new Label { Text = "hello" });
        top.KeyDown += (_, key) =>
        {
            if (key == Key.Q)
            {
                application.App.RequestStop();
            }
        };
        bool isDone = false;
        application.App.LayoutAndDrawComplete += (_, _) =>
        {
            if (!isDone)
            {
                // Posted: the frame is sent before it is done.
                isDone = true;
                application.Post(() => application.Post(() => Do(deed)));
            }
        };
        application.Run(top);
        return application.EndingSignal == 0 ? 0 : 128 + application.EndingSignal;
    }

    private static void Do(string deed)
    {
        switch (deed)
        {
            case "throw":
                throw new InvalidOperationException("boom");
            case "throw-elsewhere":
                new Thread(() => throw new InvalidOperationException("boom")).Start();
                break;
            case "exit":
                Environment.Exit(7);
                break;
            case "wait":
                break;
            default:
                using (var kill = Process.Start("kill", ["-" + deed, Environment.ProcessId.ToString()]))
                {
                    kill.WaitForExit();
                }

                break;
        }
    }
}
