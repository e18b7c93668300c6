using System.Net;

namespace Countersign.AspNetCore.Sessions;

/// <summary>Where a session began, for people who look through theirs.</summary>
/// <param name="Client">The client's address.</param>
/// <param name="UserAgent">What the browser calls itself; null when it does not say.</param>
internal sealed record SessionOrigin(IPAddress Client, string? UserAgent);
