namespace Countersign.Inspector.Lint.Caddy;

/// <summary>A request without credentials, from nowhere in particular.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path, decoded.</param>
/// <param name="Host">The name in the address.</param>
/// <param name="IsTls">Whether by TLS.</param>
internal sealed record CaddyRequest(string Method, string Path, string Host, bool IsTls);
