using System.Text;

namespace Ftop.Tracefs;

/// <summary><c>/proc/mounts</c>, see fstab(5): <c>tracefs /sys/kernel/tracing tracefs rw,relatime 0 0</c>, blanks in names as <c>\040</c>.</summary>
internal static class MountTable
{
    public static IReadOnlyList<(string Source, string Point, string Type)> Read(string path = "/proc/self/mounts") =>
        new ControlFile(path).TryReadText(out string text) == 0 ? Parse(text) : [];

    /// <summary>As in <c>mnt:[4026531840]</c>; null without /proc.</summary>
    public static string? CurrentNamespace() => File.ResolveLinkTarget("/proc/self/ns/mnt", returnFinalTarget: false)?.Name;

    internal static List<(string Source, string Point, string Type)> Parse(string text)
    {
        List<(string Source, string Point, string Type)> mounts = [];
        foreach (string line in text.Split('\n'))
        {
            string[] fields = line.Split(' ');
            if (fields.Length >= 3)
            {
                mounts.Add((Unescape(fields[0]), Unescape(fields[1]), fields[2]));
            }
        }

        return mounts;
    }

    private static string Unescape(string field)
    {
        var text = new StringBuilder();
        for (int i = 0; i < field.Length; i++)
        {
            if (field[i] == '\\' && i + 3 < field.Length && field.AsSpan(i + 1, 3).IndexOfAnyExceptInRange('0', '7') < 0)
            {
                text.Append((char)(((field[i + 1] - '0') << 6) | ((field[i + 2] - '0') << 3) | (field[i + 3] - '0')));
                i += 3;
            }
            else
            {
                text.Append(field[i]);
            }
        }

        return text.ToString();
    }
}
