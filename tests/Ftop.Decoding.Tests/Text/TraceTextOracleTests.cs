using System.Text;
using Ftop.Decoding.Text;

namespace Ftop.Decoding.Tests.Text;

/// <summary>Our text against the kernel's own of the same buffer, byte for byte.</summary>
public sealed class TraceTextOracleTests(ITestOutputHelper output)
{
    public static TheoryData<string, string, string> Texts()
    {
        var data = new TheoryData<string, string, string>();
        foreach ((string kernel, string scenario, string variant) in Recording.Texts())
        {
            data.Add(kernel, scenario, variant);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Recording_PrintsAsTheKernelDid(string kernel, string scenario, string variant)
    {
        var recording = new Recording(kernel, scenario);
        byte[] expected = recording.ReadText(variant);
        byte[] actual = Print(recording, variant, expected);
        string[] expectedLines = Encoding.Latin1.GetString(expected).Split('\n');
        string[] actualLines = Encoding.Latin1.GetString(actual).Split('\n');
        List<string> different = [];
        var hidden = new HiddenAddresses();
        int excused = 0;
        for (int i = 0; i < Math.Max(expectedLines.Length, actualLines.Length); i++)
        {
            string expectedLine = i < expectedLines.Length ? expectedLines[i] : "(end)";
            string actualLine = i < actualLines.Length ? actualLines[i] : "(end)";
            if (expectedLine == actualLine)
            {
                continue;
            }

            (string kernelLine, string ourLine) = KnownDifferences.Remove(scenario, variant, expectedLine, actualLine);
            if (kernelLine == ourLine || hidden.AreSame(kernelLine, ourLine))
            {
                excused++;
            }
            else
            {
                different.Add($"line {i + 1}\n  kernel: {expectedLine}\n  ours:   {actualLine}");
            }
        }

        output.WriteLine($"{expectedLines.Length - 1} lines, {excused} with what only the running kernel knows");
        Assert.True(different.Count == 0, $"{different.Count} of {expectedLines.Length} lines differ:\n{string.Join('\n', different.Take(12))}");
    }

    private static byte[] Print(Recording recording, string variant, byte[] expected)
    {
        TraceTextInput input = recording.Input(variant);
        int subBufferSizeBytes = input.HeaderPage.SubBufferSizeBytes;
        input = UnrecordedFacts.Complete(input, expected, recording.Cpus(subBufferSizeBytes));
        TraceSelection? selection = variant.StartsWith("cpu", StringComparison.Ordinal) ? new() { Cpus = new HashSet<int> { variant[3] - '0' } } : null;
        var trace = new TraceText(input, recording.Cpus(subBufferSizeBytes), selection);
        using var text = new TextBuffer();
        trace.WriteHeader(text);
        while (trace.TryWriteNext(text))
        {
        }

        return text.Written.ToArray();
    }
}
