using System.IO.Compression;

namespace Ftop.Benchmarks;

/// <summary>Unpacks captured files of <c>tests/data</c> for the benchmarks.</summary>
internal static class Captured
{
    public static byte[] Read(string name)
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "ftop.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        if (folder is null)
        {
            throw new InvalidOperationException($"no ftop.sln above {AppContext.BaseDirectory}: benchmarks run from the source tree");
        }

        using var unpacked = new MemoryStream();
        using var packed = new GZipStream(File.OpenRead(Path.Combine(folder, "tests", "data", name + ".gz")), CompressionMode.Decompress);
        packed.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
