namespace Ftop.Tracefs.Undo;

/// <summary><c>/proc/PID/stat</c>, see proc_pid_stat(5): <c>1 (init) S 0 … starttime …</c>; the comm in parentheses may hold any byte.</summary>
internal static class ProcessStat
{
    private const int StartTimeAfterComm = 19; // field 22, of which two lie before the comm's end

    /// <summary>False where there is no such process, or only a zombie: it is dead, and its parent has not asked yet.</summary>
    public static bool TryReadStartTime(int pid, out long startTime, string proc = "/proc")
    {
        startTime = 0;
        return new ControlFile($"{proc}/{pid}/stat").TryReadText(out string text) == 0 && !IsDead(text) && TryParseStartTime(text, out startTime);
    }

    // Field 3, behind the comm: Z for a zombie, X for one that is just going.
    internal static bool IsDead(ReadOnlySpan<char> text) => text.LastIndexOf(") ") is int end and >= 0 && end + 2 < text.Length && text[end + 2] is 'Z' or 'X' or 'x';

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
