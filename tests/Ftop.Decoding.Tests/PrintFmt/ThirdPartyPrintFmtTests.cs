using System.Text.Json;
using Ftop.Decoding.Tests.Text;
using static Ftop.Decoding.Tests.PrintFmt.PrintFmtText;

namespace Ftop.Decoding.Tests.PrintFmt;

/// <summary>What libtraceevent's own tests demand of a print fmt, in both byte orders.</summary>
public sealed class ThirdPartyPrintFmtTests
{
    [Fact]
    public void LibtraceeventCases_PrintTheSame()
    {
        string? path = FindCases();
        if (path is null)
        {
            Assert.Skip("../shared/testdata/libtraceevent is not there: its cases are a third party's and not part of this tree");
        }

        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        foreach (JsonElement testCase in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            int longSize = testCase.TryGetProperty("long_size", out JsonElement size) ? size.GetInt32() : 8;
            foreach ((string key, bool bigEndian) in new[] { ("data_le", false), ("data_be", true) })
            {
                byte[] record = Convert.FromHexString(testCase.GetProperty(key).GetString()!);
                string printed = Print(Parse(testCase.GetProperty("format").GetString()!, longSize), record, longSize, bigEndian);
                Assert.Equal(testCase.GetProperty("printed").GetString(), printed);
            }
        }
    }

    private static string? FindCases()
    {
        for (DirectoryInfo? directory = new(Recording.DataDirectory); directory is not null; directory = directory.Parent)
        {
            string path = Path.Combine(directory.FullName, "shared", "testdata", "libtraceevent", "print_cases.json");
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
