using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Ftop.Decoding.Tests.Data;

/// <summary>Finds and opens captured files; those kept as NAME.gz are unpacked.</summary>
internal static class TestData
{
    public static string RepositoryRoot { get; } = FindRoot();

    public static string Root { get; } = Path.Combine(RepositoryRoot, "tests", "data");

    /// <summary>Third-party captures, which are not part of this repository.</summary>
    public static string SharedRoot { get; } = Path.GetFullPath(Path.Combine(RepositoryRoot, "..", "shared", "testdata"));

    public static byte[] Read(string path)
    {
        if (File.Exists(path))
        {
            return File.ReadAllBytes(path);
        }

        using var unpacked = new MemoryStream();
        using var packed = new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress);
        packed.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    public static string ReadText(string path) => Encoding.UTF8.GetString(Read(path));

    /// <summary>Every <c>events/SYSTEM/NAME/format</c> of a <c>.tar.gz</c>, as (system, text).</summary>
    public static IEnumerable<(string System, byte[] Text)> Formats(string tarGzPath)
    {
        using var reader = new TarReader(new GZipStream(File.OpenRead(tarGzPath), CompressionMode.Decompress));
        while (reader.GetNextEntry() is TarEntry entry)
        {
            string[] parts = entry.Name.Split('/');
            if (parts is [.., string system, _, "format"] && entry.DataStream is Stream data)
            {
                byte[] text = new byte[data.Length];
                data.ReadExactly(text);
                yield return (system, text);
            }
        }
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "ftop.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException($"no ftop.sln above {AppContext.BaseDirectory}");
    }
}
