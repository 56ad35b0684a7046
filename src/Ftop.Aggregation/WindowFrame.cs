using System.Collections.Immutable;
using Ftop.Aggregation.Windows;
using Ftop.Decoding;

namespace Ftop.Aggregation;

/// <summary>What a snapshot holds beside the counts.</summary>
/// <param name="Time">End of the window, wall-clock time.</param>
/// <param name="WindowSec">Its length.</param>
/// <param name="Tracer">The tracer that was on.</param>
/// <param name="Events">The events that were on.</param>
/// <param name="Self">What this process used; null where the time is not its own.</param>
/// <param name="Metadata">Where names come from.</param>
internal readonly record struct WindowFrame(
    DateTimeOffset Time, double WindowSec, string Tracer, ImmutableArray<string> Events, SelfUse? Self, TraceMetadata Metadata);
