using System.Diagnostics;
using Ftop.EndToEnd.Tests;

namespace Ftop.Board.Tests;

/// <summary>The bundles that <c>dotnet build src/ftop -t:Bundle</c> makes, made anew where the sources are younger.</summary>
internal static class Bundle
{
    private static readonly Lazy<string?> Reason = new(Make);

    private static string Artifacts => Path.Combine(Repository.Root, "artifacts");

    /// <summary>Why there is no bundle for this runtime identifier, or what is added to it as in <c>linux-x64-anylibc</c>; null if there is one.</summary>
    public static string? Missing(string rid) =>
        Reason.Value ?? (System.IO.Directory.Exists(Directory(rid)) ? null : $"no bundle for {rid} in {Artifacts}");

    /// <summary>The unpacked bundle.</summary>
    public static string Directory(string rid) => Find(rid) ?? Path.Combine(Artifacts, $"ftop-{rid}");

    private static string? Find(string rid) =>
        System.IO.Directory.Exists(Artifacts) ? System.IO.Directory.GetDirectories(Artifacts, $"ftop-*-{rid}").SingleOrDefault() : null;

    private static string? Make()
    {
        if (IsCurrent("linux-x64") && IsCurrent("linux-arm64"))
        {
            return null;
        }

        if (Requirements.MissingProgram("clang", "ld.lld", "x86_64-linux-gnu-objdump", "aarch64-linux-gnu-objdump", "aarch64-linux-gnu-gcc") is string missing)
        {
            return missing + " to make the bundle";
        }

        using Process build = Process.Start(new ProcessStartInfo("dotnet", ["build", "src/ftop", "-t:Bundle", "-v:q", "-nodeReuse:false"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
        })!;
        string said = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        return build.ExitCode == 0 ? null : "dotnet build src/ftop -t:Bundle failed: " + said;
    }

    private static bool IsCurrent(string rid)
    {
        string source = Path.Combine(Repository.Root, "src");
        string binary = Path.Combine(Directory(rid), "ftop");
        return File.Exists(binary) && System.IO.Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is ".cs" or ".csproj" or ".targets" or ".sh" or ".txt" && !path.Contains("/obj/", StringComparison.Ordinal))
            .All(path => File.GetLastWriteTimeUtc(path) <= File.GetLastWriteTimeUtc(binary));
    }
}
