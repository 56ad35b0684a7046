using System.Collections.Immutable;
using Ftop.Tracefs.Errors;

namespace Ftop.Tracefs.Control;

/// <summary>What became of a glob.</summary>
/// <param name="Changed">The events that are now as asked, sorted.</param>
/// <param name="Refused">Events that the kernel refused, and why.</param>
public sealed record EventChange(ImmutableArray<EventName> Changed, ImmutableArray<TracefsException> Refused);
