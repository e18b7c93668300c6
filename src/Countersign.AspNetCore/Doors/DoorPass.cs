using System.Collections.Immutable;

namespace Countersign.AspNetCore.Doors;

/// <summary>Says that a request was judged and let in, and for what.</summary>
/// <param name="Demand">The policies that it met.</param>
/// <param name="Request">Who was let in.</param>
internal sealed record DoorPass(ImmutableArray<string> Demand, AdmittedRequest Request);
