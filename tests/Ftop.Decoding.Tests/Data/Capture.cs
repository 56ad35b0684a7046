using System.Text.Json;
using Ftop.Decoding.RingBuffer;

namespace Ftop.Decoding.Tests.Data;

/// <summary>One scenario of tests/data: its sub-buffers per CPU and what is known of them.</summary>
internal sealed class Capture
{
    private readonly string _folder;

    public Capture(string name)
    {
        _folder = Path.Combine(TestData.Root, name);
        Facts = JsonSerializer.Deserialize<JsonElement>(TestData.Read(Path.Combine(_folder, "facts.json")));
        string text = TestData.ReadText(Path.Combine(_folder, "..", "header_page"));
        Assert.True(HeaderPage.TryParse(text, out HeaderPage layout, out _));
        Layout = layout with { DataSizeBytes = Facts.GetProperty("subbuffer_size").GetInt32() - layout.DataOffset };
    }

    public static TheoryData<string> Names { get; } = [.. Directory.GetFiles(TestData.Root, "facts.json", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(TestData.Root, Path.GetDirectoryName(path)!)).Order(StringComparer.Ordinal)];

    public JsonElement Facts { get; }

    public HeaderPage Layout { get; }

    /// <summary>File name (<c>cpu0.raw</c>) and facts of each CPU.</summary>
    public IEnumerable<JsonProperty> Cpus => Facts.GetProperty("files").EnumerateObject();

    public string TraceText => TestData.ReadText(Path.Combine(_folder, "trace.txt"));

    public IEnumerable<ReadOnlyMemory<byte>> SubBuffers(string fileName)
    {
        ReadOnlyMemory<byte> raw = TestData.Read(Path.Combine(_folder, fileName));
        for (int offset = 0; offset < raw.Length; offset += Layout.SubBufferSizeBytes)
        {
            yield return raw.Slice(offset, Layout.SubBufferSizeBytes);
        }
    }
}
