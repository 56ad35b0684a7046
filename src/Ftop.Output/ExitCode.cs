namespace Ftop.Output;

/// <summary>What the shell sees in <c>$?</c>; a run ended by signal N gives 128+N, which is the program's to say.</summary>
public static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Failed for a reason that is none of the others.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Not permitted: not root, or the kernel is locked down.</summary>
    public const int NotPermitted = 3;

    /// <summary>This kernel was built without it.</summary>
    public const int NotSupported = 4;

    /// <summary>A file that was given as input is not what it should be.</summary>
    public const int BadInput = 5;

    /// <summary>As after SIGHUP: the terminal is gone.</summary>
    public const int HungUp = 128 + 1;
}
