namespace Ftop.TraceDat.Writing;

/// <summary>Tells whether a write failed because there is no room: ENOSPC, or EDQUOT of a user's share.</summary>
public static class DiskFull
{
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;

    /// <summary>True where <paramref name="exception"/> says so: .NET keeps the errno in the result of those it does not know.</summary>
    public static bool IsReason(IOException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.HResult is NoSpace or QuotaExceeded;
    }
}
