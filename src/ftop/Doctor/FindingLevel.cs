namespace Ftop.Doctor;

/// <summary>What a finding means for ftop's work.</summary>
internal enum FindingLevel
{
    /// <summary>Works.</summary>
    Ok,

    /// <summary>Something is missing or reduced; the main job is not affected.</summary>
    Warn,

    /// <summary>The main job cannot run.</summary>
    Fail,
}
