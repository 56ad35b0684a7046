namespace Ftop.Tracefs.Metadata;

/// <summary><c>saved_cmdlines</c>, of the top level only: lines <c>1234 comm</c>, where comm may hold blanks and is <c>&lt;...&gt;</c> where it was lost.</summary>
internal static class SavedCmdlines
{
    public const string Unknown = "<...>";

    public static void Read(ControlFile file, Dictionary<int, string> comms)
    {
        comms.Clear();
        if (file.TryReadText(out string text) == 0) // refused under lockdown: /proc alone then names tasks
        {
            Parse(text, comms);
        }
    }

    internal static void Parse(string text, Dictionary<int, string> comms)
    {
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            int blank = line.IndexOf(' ');
            if (blank > 0 && int.TryParse(line[..blank], out int pid) && !line[(blank + 1)..].SequenceEqual(Unknown))
            {
                comms[pid] = line[(blank + 1)..].ToString();
            }
        }
    }
}
