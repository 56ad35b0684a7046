using System.IO.Compression;

namespace Ftop.Doctor;

/// <summary>The configuration that the running kernel was built with: lines <c>CONFIG_FTRACE=y</c> and <c># CONFIG_FTRACE is not set</c>.</summary>
internal sealed class KernelConfig
{
    private readonly HashSet<string> _set = [];

    private KernelConfig(string source, TextReader text)
    {
        Source = source;
        while (text.ReadLine() is string line)
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && line.StartsWith("CONFIG_", StringComparison.Ordinal) && line[(equals + 1)..] is "y" or "m")
            {
                _set.Add(line[..equals]);
            }
        }
    }

    /// <summary>The file that it was read from.</summary>
    public string Source { get; }

    /// <summary>Whether an option, as in <c>CONFIG_FTRACE</c>, is y or m.</summary>
    public bool Has(string symbol) => _set.Contains(symbol);

    /// <summary>Reads <c>/proc/config.gz</c> (CONFIG_IKCONFIG_PROC), else what distributions put beside the kernel; null where there is none of them.</summary>
    public static KernelConfig? Read(Patient patient)
    {
        string release = (patient.Read("/proc/sys/kernel/osrelease") ?? "").Trim();
        return Read(patient, "/proc/config.gz") ?? Read(patient, $"/boot/config-{release}") ?? Read(patient, $"/lib/modules/{release}/config")
            ?? Read(patient, $"/lib/modules/{release}/build/.config");
    }

    private static KernelConfig? Read(Patient patient, string path)
    {
        try
        {
            using FileStream file = File.OpenRead(patient.At(path));
            using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
            using var text = new StreamReader(stream);
            return new KernelConfig(path, text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null; // The next source may do; that none does is said by the caller.
        }
    }
}
