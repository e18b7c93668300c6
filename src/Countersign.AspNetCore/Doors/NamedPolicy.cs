using Countersign.AspNetCore.Admission;
using Countersign.Decisions;

namespace Countersign.AspNetCore.Doors;

/// <summary>A policy of a door, ready to judge by.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rules">What it demands.</param>
/// <param name="Conceal">Whether a 403 is shown as 404.</param>
/// <param name="OnUnauthenticated">What somebody gets who has to sign in.</param>
internal sealed record NamedPolicy(string Name, AccessPolicy Rules, bool Conceal, UnauthenticatedAnswer OnUnauthenticated);
