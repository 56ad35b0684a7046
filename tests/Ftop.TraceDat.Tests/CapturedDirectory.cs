using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Ftop.TraceDat.Tests;

/// <summary>A recording of <c>tests/data</c> laid out as tracefs in a temporary directory.</summary>
internal sealed class CapturedDirectory : IDisposable
{
    // Thousands of files, the same for all of a kernel's recordings: there once, until the tests end.
    private static Dictionary<string, string> Formats { get; } = [];

    /// <param name="kernel">As in <c>guest-x86_64-6.1</c>.</param>
    /// <param name="scenario">As in <c>ev_sched</c>.</param>
    public CapturedDirectory(string kernel, string scenario)
    {
        string machine = System.IO.Path.Combine(Data, kernel);
        string recording = System.IO.Path.Combine(machine, scenario);
        lock (Formats)
        {
            if (!Formats.TryGetValue(machine, out string? formats))
            {
                formats = Unroll(machine);
                Formats.Add(machine, formats);
            }

            Directory.CreateSymbolicLink(System.IO.Path.Combine(Path, "events"), System.IO.Path.Combine(formats, "events"));
        }

        foreach (string file in new[] { "kallsyms", "printk_formats", "version" })
        {
            Write(file, Unpack(System.IO.Path.Combine(machine, file)));
        }

        foreach (string file in new[] { "saved_cmdlines", "saved_tgids" })
        {
            if (File.Exists(System.IO.Path.Combine(recording, file)))
            {
                Write(file, Unpack(System.IO.Path.Combine(recording, file)));
            }
        }

        using (JsonDocument settings = JsonDocument.Parse(Unpack(System.IO.Path.Combine(recording, "settings.json"))))
        {
            foreach (JsonProperty setting in settings.RootElement.EnumerateObject().Where(setting => setting.Value.ValueKind == JsonValueKind.String))
            {
                Write(setting.Name, Encoding.UTF8.GetBytes(setting.Value.GetString()!));
            }
        }

        for (int cpu = 0; File.Exists(System.IO.Path.Combine(recording, $"cpu{cpu}.stats")); cpu++)
        {
            Write($"per_cpu/cpu{cpu}/stats", Unpack(System.IO.Path.Combine(recording, $"cpu{cpu}.stats")));
            string raw = System.IO.Path.Combine(recording, $"cpu{cpu}.raw");
            if (File.Exists(raw) || File.Exists(raw + ".gz"))
            {
                Write($"per_cpu/cpu{cpu}/trace_pipe_raw", Unpack(raw));
            }
        }
    }

    public static string Data { get; } = FindData();

    public string Path { get; } = Directory.CreateTempSubdirectory("ftop-tree-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    public static byte[] Unpack(string path)
    {
        if (File.Exists(path))
        {
            return File.ReadAllBytes(path);
        }

        using var gzip = new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        gzip.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static string Unroll(string machine)
    {
        string directory = Directory.CreateTempSubdirectory("ftop-formats-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(directory, recursive: true);
        using var formats = new GZipStream(File.OpenRead(System.IO.Path.Combine(machine, "formats.tar.gz")), CompressionMode.Decompress);
        TarFile.ExtractToDirectory(formats, directory, overwriteFiles: true);
        File.WriteAllBytes(System.IO.Path.Combine(directory, "events", "header_page"), Unpack(System.IO.Path.Combine(machine, "header_page")));
        return directory;
    }

    private static string FindData()
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(directory.FullName, "ftop.sln")))
            {
                return System.IO.Path.Combine(directory.FullName, "tests", "data");
            }
        }

        throw new DirectoryNotFoundException("tests/data above " + AppContext.BaseDirectory);
    }

    private void Write(string name, byte[] bytes)
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }
}
