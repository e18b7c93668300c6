using System.Collections.Immutable;
using Countersign.Decisions;

namespace Countersign.AspNetCore.Sessions;

/// <summary>Somebody who has just proven who they are, by whichever way of signing in: what a session begins with.</summary>
/// <param name="Subject">Who it is; of a user of the store the name alone counts, the rest is asked of the store at every request.</param>
internal sealed record SignedIn(Subject Subject)
{
    /// <summary>By what it was proven, in the words of RFC 8176: <c>pwd</c>, <c>otp</c>, <c>hwk</c>, <c>swk</c>, <c>user</c>, <c>mfa</c>, or what the provider says.</summary>
    public ImmutableArray<string> Methods { get; init; } = [];

    /// <summary>How strongly (<c>acr</c>), as the provider says; null when nobody says.</summary>
    public string? Acr { get; init; }

    /// <summary>When it was proven (<c>auth_time</c>), which with a provider may be long before the session begins.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The provider's name in the configuration; null for a user of the store.</summary>
    public string? Provider { get; init; }

    /// <summary>The person's name at the provider (<c>sub</c>); null for a user of the store.</summary>
    public string? ProviderSubject { get; init; }

    /// <summary>The session at the provider (<c>sid</c>), by which it is ended from there; null when it names none.</summary>
    public string? ProviderSession { get; init; }

    /// <summary>Whether the browser is to keep the session when it is closed.</summary>
    public bool Remember { get; init; }

    /// <summary>The handle of the session at the sign-in host by whose ticket this one begins; null for one that begins by itself.</summary>
    public string? Origin { get; init; }

    /// <summary>When it is over in any case, as the session by which it begins is; null for what the configuration says.</summary>
    public DateTimeOffset? Ends { get; init; }

    /// <summary>What of it is stored as it stands.</summary>
    public IEnumerable<string?> Texts => [Subject.Name, Provider, ProviderSubject, ProviderSession, Acr, .. Methods];
}
