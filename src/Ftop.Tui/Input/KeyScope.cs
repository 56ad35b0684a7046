namespace Ftop.Tui.Input;

/// <summary>Where a key has a meaning.</summary>
internal enum KeyScope
{
    /// <summary>Everywhere.</summary>
    Everywhere,

    /// <summary>While the running kernel is traced: it changes what is traced.</summary>
    Live,

    /// <summary>In a recording.</summary>
    Replay,
}
