using System.Collections.Immutable;
using Countersign.AspNetCore.Admission;

namespace Countersign.AspNetCore.Doors;

/// <summary>What requests for an endpoint are judged for.</summary>
/// <param name="Policies">The names of the policies, all of which hold; empty when nothing is demanded.</param>
/// <param name="Area">The same, ready to judge by; null when it can't be.</param>
/// <param name="Problem">Why it can't be; such an endpoint is closed.</param>
internal sealed record EndpointArea(ImmutableArray<string> Policies, ProtectedArea? Area, string? Problem);
