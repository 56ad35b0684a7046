using System.Diagnostics;

namespace Ftop.EndToEnd.Tests.KernelShark;

/// <summary>KernelShark's library behind <c>kshark-entries.c</c>, which is compiled the first time.</summary>
internal static class KernelSharkLibrary
{
    private const string Headers = "/usr/include/kernelshark";
    private static readonly Lazy<string> Program = new(Compile);

    /// <summary>Skips a test where the library cannot be built against.</summary>
    public static void Require()
    {
        Requirements.Program("cc");
        Assert.SkipUnless(File.Exists(Path.Combine(Headers, "libkshark.h")), "needs libkshark-dev");
        Assert.SkipUnless(File.Exists("/usr/include/json-c/json.h"), "needs libjson-c-dev, which libkshark-dev includes");
    }

    /// <summary>What the library loads of each buffer of a recording, "COUNT" of the first and "COUNT NAME" of others, and what it said on standard error.</summary>
    public static (string[] Buffers, string Errors) Load(string path)
    {
        (string output, string errors) = Run(Program.Value, path);
        return (output.Split('\n', StringSplitOptions.RemoveEmptyEntries), errors);
    }

    private static string Compile()
    {
        string source = Path.Combine(Repository.Root, "tests", "Ftop.EndToEnd.Tests", "KernelShark", "kshark-entries.c");
        string program = Path.Combine(AppContext.BaseDirectory, "kshark-entries");
        (_, string errors) = Run("cc", "-Wall", "-I" + Headers, source, "-o", program, "-lkshark");
        Assert.Equal("", errors);
        return program;
    }

    private static (string Output, string Errors) Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (output, errors.Result);
    }
}
