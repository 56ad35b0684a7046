using System.IO.Compression;
using System.Text;

namespace Ftop.TraceDat.Tests;

/// <summary>A recording of trace-cmd, unpacked into a temporary file.</summary>
internal sealed class Recording : IDisposable
{
    private static readonly string Data = System.IO.Path.Combine(AppContext.BaseDirectory, "data", "trace-dat");

    public Recording(string name)
    {
        Bytes = Unpack($"{name}.dat.gz");
        File.WriteAllBytes(Path, Bytes);
    }

    public Recording(byte[] bytes)
    {
        Bytes = bytes;
        File.WriteAllBytes(Path, bytes);
    }

    public string Path { get; } = System.IO.Path.GetTempFileName();

    public byte[] Bytes { get; }

    /// <summary>What <c>trace-cmd report</c> printed for a recording; <c>report-N</c> without its plugins.</summary>
    public static string[] Report(string name, string form = "report") => Encoding.UTF8.GetString(Unpack($"{name}.{form}.txt.gz")).Split('\n');

    public void Dispose() => File.Delete(Path);

    // What others own is not in this repository.
    private static byte[] Unpack(string file)
    {
        string[] places = [System.IO.Path.Combine(Data, file), System.IO.Path.Combine(Repository.SharedData, "trace-dat", file)];
        string? path = Array.Find(places, File.Exists);
        ThirdParty.Needs(path is not null, file);
        using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        gzip.CopyTo(bytes);
        return bytes.ToArray();
    }
}
