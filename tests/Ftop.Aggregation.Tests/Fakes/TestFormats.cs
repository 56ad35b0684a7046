using Ftop.Decoding.Formats;
using Ftop.Decoding.Tests.Data;

namespace Ftop.Aggregation.Tests.Fakes;

/// <summary>The formats of all events of a real kernel.</summary>
internal static class TestFormats
{
    /// <summary>Of a directory of the test data.</summary>
    public static IEnumerable<EventFormat> Of(string machine) => In(Path.Combine(TestData.Root, machine, "formats.tar.gz"));

    /// <summary>Of an archive.</summary>
    public static IEnumerable<EventFormat> In(string path)
    {
        foreach ((string system, byte[] text) in TestData.Formats(path))
        {
            if (EventFormatParser.TryParse(text, system, out EventFormat? format, out _))
            {
                yield return format;
            }
        }
    }
}
