using System.Text.Json;
using Ftop.Decoding.Tests.Data;
using static Ftop.Decoding.Tests.PrintFmt.PrintFmtText;

namespace Ftop.Decoding.Tests.PrintFmt;

/// <summary>What libtraceevent's own tests demand of a print fmt, in both byte orders.</summary>
public sealed class ThirdPartyPrintFmtTests
{
    [Fact]
    public void LibtraceeventCases_PrintTheSame()
    {
        string path = Path.Combine(TestData.SharedRoot, "libtraceevent", "print_cases.json");
        ThirdParty.Needs(File.Exists(path), path);
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
}
