using System.Collections.Immutable;
using Countersign.Client.Failures;
using Countersign.Tokens.Keys;

namespace Countersign.Client.Discovery;

/// <summary>Finds out who gives tokens for a resource: by its metadata (RFC 9728) and those of the authorization server that they name (RFC 8414). Keeps nothing.</summary>
/// <param name="options">Whom to believe.</param>
/// <param name="guard">What to follow.</param>
/// <param name="servers">Finds authorization servers.</param>
/// <param name="fetch">Gets documents.</param>
/// <param name="clock">The clock.</param>
internal sealed class ResourceFinder(DiscoveryOptions options, UrlGuard guard, ServerFinder servers, DocumentFetch fetch, TimeProvider clock)
{
    /// <summary>Finds it out.</summary>
    /// <param name="target">The address that was asked for.</param>
    /// <param name="place">Where the challenge says the metadata are; null when it does not.</param>
    /// <param name="cancel">Gives it up.</param>
    public async Task<(ResourceFacts? Facts, Failure? Failure)> FindAsync(Uri target, string? place, CancellationToken cancel)
    {
        var (metadata, failure) = place is null ? await LookAroundAsync(target, cancel) : await AtAsync(place, target, cancel);
        if (failure is not null)
            return (null, failure);
        if (metadata is null)
            return await AskOriginAsync(target, cancel);
        if (metadata.BearerMethods is { IsEmpty: false } methods && !methods.Contains("header"))
            return (null, new(FailureReason.DiscoveryFailed, "The resource takes no tokens in the Authorization field (bearer_methods_supported)."));

        if (metadata.NeedsBoundTokens && options.Key is null)
            return (null, new(FailureReason.TokenTypeWrong, "The resource takes none but tokens that are bound to a key (dpop_bound_access_tokens_required)."));

        var (issuers, refusal) = IssuersOf(metadata);
        if (refusal is not null)
            return (null, refusal);
        foreach (var issuer in issuers)
        {
            (var server, failure) = await servers.FindAsync(issuer, cancel);
            if (server is not null)
            {
                return (new(metadata.Resource!, server)
                {
                    Scopes = metadata.Scopes,
                    Place = place,
                    FoundAt = clock.GetTimestamp(),
                }, null);
            }

            // Another server may be well; one that says it is somebody else is not to be passed over.
            if (failure!.Reason != FailureReason.DiscoveryFailed)
                break;
        }

        return (null, failure);
    }

    private async Task<(ProtectedResourceMetadata? Metadata, Failure? Failure)> AtAsync(string place, Uri target, CancellationToken cancel)
    {
        var (url, unsafeAddress) = guard.Read(place, "resource_metadata");
        if (url is null)
            return (null, unsafeAddress);
        var document = await fetch.GetAsync(url, cancel);
        return document.Octets is { } octets
            ? Read(octets, resource => ResourceIdentity.IsOf(resource, target, options.ResourceScope))
            : (null, document.Failure ?? new(FailureReason.DiscoveryFailed, $"{document.Missing}."));
    }

    private async Task<(ProtectedResourceMetadata? Metadata, Failure? Failure)> LookAroundAsync(Uri target, CancellationToken cancel)
    {
        var missing = new List<string>();
        foreach (var (place, asked) in WellKnown.OfResource(target))
        {
            var document = await fetch.GetAsync(place, cancel);
            if (document.Failure is not null)
                return (null, document.Failure);
            if (document.Octets is { } octets)
                return Read(octets, resource => ResourceIdentity.IsSame(resource, asked));
            missing.Add(document.Missing!);
        }

        return options.MissingMetadata == MissingMetadata.Fail ? (null, new(FailureReason.DiscoveryFailed, $"{string.Join("; ", missing)}.")) : (null, null);
    }

    private static (ProtectedResourceMetadata? Metadata, Failure? Failure) Read(byte[] octets, Func<string, bool> isAskedFor)
    {
        if (ProtectedResourceMetadata.Read(octets, out _) is not { } metadata)
            return (null, new(FailureReason.DiscoveryFailed, "The metadata of the resource are no sound JSON object."));
        if (metadata.Resource is null || !Uri.IsWellFormedUriString(metadata.Resource, UriKind.Absolute))
            return (null, new(FailureReason.ResourceMismatch, "They do not say of which."));
        return isAskedFor(metadata.Resource) ? (metadata, null) : (null, new(FailureReason.ResourceMismatch, $"They are of {metadata.Resource[..Math.Min(metadata.Resource.Length, 200)]}."));
    }

    private (ImmutableArray<string> Issuers, Failure? Failure) IssuersOf(ProtectedResourceMetadata metadata)
    {
        const int MaxIssuers = 3;
        var named = metadata.AuthorizationServers.IsEmpty ? [.. options.Issuers] : metadata.AuthorizationServers;
        if (named.IsEmpty)
            return ([], new(FailureReason.DiscoveryFailed, "The metadata of the resource name no authorization server."));
        ImmutableArray<string> allowed = [.. named.Where(IsAllowed).Take(MaxIssuers)];
        return allowed.IsEmpty ? ([], new(FailureReason.AuthorizationServerNotAllowed, "None of those in its metadata is allowed.")) : (allowed, null);
    }

    private bool IsAllowed(string issuer) => options.Issuers.Count == 0 || options.Issuers.Contains(issuer, StringComparer.Ordinal);

    private async Task<(ResourceFacts? Facts, Failure? Failure)> AskOriginAsync(Uri target, CancellationToken cancel)
    {
        var origin = Origin.Of(target).ToString();
        if (!IsAllowed(origin))
            return (null, new(FailureReason.AuthorizationServerNotAllowed, "The resource has no metadata, and its origin is not allowed."));
        var (server, failure) = await servers.FindAsync(origin, cancel, options.MissingMetadata == MissingMetadata.AssumeEndpoints);
        return server is null ? (null, failure) : (new(ResourceIdentity.AddressOf(target), server) { FoundAt = clock.GetTimestamp() }, null);
    }
}
