using Countersign.Client.Failures;
using Countersign.Client.Proofs;
using Countersign.Client.Tokens;
using Countersign.Tokens.Keys;

namespace Countersign.Client.Discovery;

/// <summary>Finds the metadata of an authorization server by its identifier (RFC 8414 §3). Only what names this very issuer is believed.</summary>
/// <param name="guard">What to follow.</param>
/// <param name="channel">The connections, for whoever asks it for tokens.</param>
/// <param name="fetch">Gets documents.</param>
/// <param name="key">The key that tokens are bound to; null for none.</param>
/// <param name="clock">The clock.</param>
internal sealed class ServerFinder(UrlGuard guard, BackChannel channel, DocumentFetch fetch, DpopKey? key, TimeProvider clock)
{
    /// <summary>Finds them.</summary>
    /// <param name="issuer">The identifier.</param>
    /// <param name="cancel">Gives it up.</param>
    /// <param name="assume">Whether one without metadata has its endpoints where they use to be.</param>
    public async Task<(AuthorizationServer? Server, Failure? Failure)> FindAsync(string issuer, CancellationToken cancel, bool assume = false)
    {
        var (url, unsafeAddress) = guard.Read(issuer, "the issuer");
        if (url is null)
            return (null, unsafeAddress);
        if (url.Query.Length > 0)
            return (null, new(FailureReason.DiscoveryFailed, "the issuer has a query (RFC 8414 §2)."));

        var missing = new List<string>();
        foreach (var place in WellKnown.OfIssuer(url))
        {
            var document = await fetch.GetAsync(place, cancel);
            if (document.Failure is not null)
                return (null, document.Failure);
            if (document.Octets is { } octets)
                return Read(octets, issuer);
            missing.Add(document.Missing!);
        }

        return assume ? (Assumed(issuer), null) : (null, new(FailureReason.DiscoveryFailed, $"{string.Join("; ", missing)}."));
    }

    private (AuthorizationServer? Server, Failure? Failure) Read(byte[] octets, string issuer)
    {
        if (IssuerMetadata.Read(octets, out _) is not { } metadata)
            return (null, new(FailureReason.DiscoveryFailed, "The metadata of the authorization server are no sound JSON object."));
        if (metadata.Issuer != issuer)
            return (null, new(FailureReason.IssuerMismatch, $"The metadata of {issuer} name {(metadata.Issuer is { } other ? other[..Math.Min(other.Length, 200)] : "no issuer")}."));
        return WhyNotFollowed(metadata) is { } failure ? (null, failure) : (new(metadata, channel, key, clock), null);
    }

    private Failure? WhyNotFollowed(IssuerMetadata metadata)
    {
        if (guard.Read(metadata.TokenEndpoint, "token_endpoint").Failure is { } failure)
            return failure;
        if (metadata.AuthorizationEndpoint is not null && guard.Read(metadata.AuthorizationEndpoint, "authorization_endpoint").Failure is { } unsafeSignIn)
            return unsafeSignIn;
        if (metadata.DeviceEndpoint is not null && guard.Read(metadata.DeviceEndpoint, "device_authorization_endpoint").Failure is { } unsafeDevice)
            return unsafeDevice;
        return metadata.RegistrationEndpoint is null ? null : guard.Read(metadata.RegistrationEndpoint, "registration_endpoint").Failure;
    }

    private AuthorizationServer Assumed(string issuer)
    {
        var metadata = new IssuerMetadata(issuer, null)
        {
            TokenEndpoint = $"{issuer}/token",
            AuthorizationEndpoint = $"{issuer}/authorize",
            RegistrationEndpoint = $"{issuer}/register",
        };
        return new(metadata, channel, key, clock) { IsAssumed = true };
    }
}
