using System.Formats.Tar;
using BenchmarkDotNet.Attributes;
using Ftop.Decoding.Formats;

namespace Ftop.Benchmarks;

/// <summary>Every format file of a kernel, which ftop parses before its first screen.</summary>
[MemoryDiagnoser]
public class EventFormatParserBenchmarks
{
    private readonly List<(string System, byte[] Text)> _files = [];

    [GlobalSetup]
    public void Unpack()
    {
        using var reader = new TarReader(new MemoryStream(Captured.Read("host-x86_64-6.18/formats.tar")));
        while (reader.GetNextEntry() is TarEntry entry)
        {
            if (entry.Name.Split('/') is [.., string system, _, "format"] && entry.DataStream is Stream data)
            {
                byte[] text = new byte[data.Length];
                data.ReadExactly(text);
                _files.Add((system, text));
            }
        }
    }

    [Benchmark]
    public int ParseAll()
    {
        List<EventFormat> formats = [];
        foreach ((string system, byte[] text) in _files)
        {
            if (EventFormatParser.TryParse(text, system, out EventFormat? format, out _))
            {
                formats.Add(format);
            }
        }

        return new EventFormatTable(formats).Formats.Count;
    }
}
