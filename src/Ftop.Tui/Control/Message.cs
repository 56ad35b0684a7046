namespace Ftop.Tui.Control;

/// <summary>One line for the operator; stays until the next key or message.</summary>
internal readonly record struct Message(string Text, MessageKind Kind);

/// <summary>How a message is to be read.</summary>
internal enum MessageKind
{
    /// <summary>Under way.</summary>
    Pending,

    /// <summary>Took effect.</summary>
    Done,

    /// <summary>The answer to a key that changed little; goes by itself after some seconds.</summary>
    Passing,

    /// <summary>Did not take effect; the text says why.</summary>
    Refused,
}
