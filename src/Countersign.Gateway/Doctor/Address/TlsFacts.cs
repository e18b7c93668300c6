using System.Collections.Immutable;

namespace Countersign.Gateway.Doctor.Address;

/// <summary>The certificate that a host showed.</summary>
/// <param name="Host">The host that was asked for.</param>
/// <param name="Port">Its port; others of the same host may show others.</param>
internal sealed record TlsFacts(string Host, int Port)
{
    public DateTimeOffset Begins { get; init; }

    public DateTimeOffset Ends { get; init; }

    /// <summary>The names it is for.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    public bool IsForHost { get; init; }

    /// <summary>Whether an authority vouches for it that is trusted here.</summary>
    public bool IsTrusted { get; init; }

    /// <summary>Why it is not trusted, in the system's words.</summary>
    public string Why { get; init; } = "";

    public bool IsGood => IsForHost && IsTrusted;
}
