namespace Ftop.Tracefs;

/// <summary><c>/proc/PID/stat</c>, see proc_pid_stat(5): <c>1 (init) S 0 … starttime …</c>; the comm in parentheses may hold any byte.</summary>
internal static class ProcessStat
{
    private const int StartTimeAfterComm = 19; // field 22, of which two lie before the comm's end

    public static bool TryReadStartTime(int pid, out long startTime, string proc = "/proc")
    {
        startTime = 0;
        return new ControlFile($"{proc}/{pid}/stat").TryReadText(out string text) == 0 && TryParseStartTime(text, out startTime);
    }

    internal static bool TryParseStartTime(ReadOnlySpan<char> text, out long startTime)
    {
        startTime = 0;
        int commEnd = text.LastIndexOf(')');
        if (commEnd < 0)
        {
            return false;
        }

        int index = 0;
        ReadOnlySpan<char> fields = text[(commEnd + 1)..].Trim();
        foreach (Range field in fields.Split(' '))
        {
            if (index++ == StartTimeAfterComm)
            {
                return long.TryParse(fields[field], out startTime);
            }
        }

        return false;
    }
}
