using System.Text.Json;
using Ftop.EndToEnd.Tests;

namespace Ftop.Board.Tests;

/// <summary>What is in the directories that are copied to boards.</summary>
public sealed class BundleTests
{
    private const long LimitBytes = 16 << 20;

    // They build or describe, and nothing of them is in the program.
    private static readonly string[] BuildPackages = ["Microsoft.DotNet.ILCompiler", "Microsoft.NET.ILLink.Tasks", "Microsoft.NETCore.Platforms"];

    [Theory]
    [InlineData("linux-x64")]
    [InlineData("linux-arm64")]
    public void Bundle_IsSmallAndCarriesItsLicences(string rid)
    {
        if ((Requirements.Missing() ?? Bundle.Missing(rid)) is string missing)
        {
            Assert.SkipUnless(Requirements.Required, missing);
            Assert.Fail(missing);
        }

        string directory = Bundle.Directory(rid);
        Assert.InRange(new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length), 1, LimitBytes);
        string[] licences = [$"{directory}/LICENSE", $"{directory}/licences/dotnet", $"{directory}-anylibc/licences/glibc", $"{directory}-anylibc/licences/LGPL-2.1"];
        Assert.All(licences, path => Assert.NotEqual(0, new FileInfo(path).Length));

        string notices = File.ReadAllText(Path.Combine(directory, "THIRD-PARTY-NOTICES.txt"));
        Assert.All(Packages(), package => Assert.Contains(package, notices, StringComparison.Ordinal));
    }

    // Every package of the program's lock file, those of one family by the family's name.
    private static string[] Packages()
    {
        using var locked = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "src", "ftop", "packages.lock.json")));
        string[] packages = [.. locked.RootElement.GetProperty("dependencies").GetProperty("net10.0").EnumerateObject()
            .Where(package => package.Value.GetProperty("type").GetString() != "Project")
            .Select(package => package.Name)
            .Except(BuildPackages)
            .Select(name => name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) ? "Microsoft.Extensions." : name)];
        Assert.NotEmpty(packages);
        return packages;
    }
}
