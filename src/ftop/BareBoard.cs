using System.Runtime.CompilerServices;

namespace Ftop;

/// <summary>What .NET takes for granted and a board with no more than a shell lacks.</summary>
internal static class BareBoard
{
    /// <summary>Before anything else of ftop's.</summary>
    [ModuleInitializer]
    internal static void Prepare()
    {
        StandardDescriptors.Fill();
        NameHome();
    }

    /// <summary>
    /// Names a home directory where neither the environment nor <c>/etc/passwd</c> has one: the console looks there for terminal
    /// descriptions when it first writes to a terminal, and throws IOException (ENOENT of getpwuid_r) if there is none to look in.
    /// </summary>
    private static void NameHome()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("HOME")))
        {
            Environment.SetEnvironmentVariable("HOME", "/");
        }
    }
}
