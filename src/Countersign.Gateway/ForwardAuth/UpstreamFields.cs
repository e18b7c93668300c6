using System.Collections.Immutable;
using Countersign.AspNetCore.Admission;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Forwarding;
using Countersign.Gateway.Hosting;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.ForwardAuth;

/// <summary>
/// The fields of an admitted request as its upstream is to get them: identity on, credentials off. Every name is there for every request, empty when the
/// upstream is to get nothing: a proxy that copies only what it finds would let the client's own value pass.
/// </summary>
internal sealed class UpstreamFields
{
    private readonly ImmutableArray<string> _identity;
    private readonly ImmutableArray<string> _credentials;

    private UpstreamFields(ImmutableArray<string> identity, ImmutableArray<string> credentials, ImmutableArray<string> owed)
    {
        _identity = identity;
        _credentials = credentials;
        Names = [.. identity, "Authorization", .. credentials, "Cookie"];
        Owed = owed;
    }

    /// <summary>The names, which proxies have to copy one and all.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The names of fields that the answer to the client may owe, of which a yes has the values.</summary>
    public ImmutableArray<string> Owed { get; }

    /// <summary>The fields of a configuration.</summary>
    public static UpstreamFields Of(GatewayConfiguration configuration)
    {
        var hasDpop = configuration.Schemes.OfType<DpopConfiguration>().Any();
        IEnumerable<string> credentials = [.. configuration.Schemes.OfType<ApiKeyConfiguration>().Select(scheme => scheme.Header), .. hasDpop ? ["DPoP"] : Array.Empty<string>()];
        IEnumerable<string> owed = [.. configuration.Schemes.OfType<DigestConfiguration>().Any() ? ["Authentication-Info"] : Array.Empty<string>(), .. hasDpop ? ["DPoP-Nonce"] : Array.Empty<string>()];
        return new([.. configuration.IdentityFields], [.. credentials.Distinct(StringComparer.OrdinalIgnoreCase)], [.. owed]);
    }

    /// <summary>Their values.</summary>
    public IEnumerable<KeyValuePair<string, string>> For(GatewayState state, Judgement judgement, IHeaderDictionary request)
    {
        var route = judgement.Route!;
        var told = new HeaderDictionary();
        IdentityFields.Set(told, state.Configuration.Identity, judgement.Decision.Subject);
        if (route.Upstream is { } upstream)
            state.Assertions?.Set(told, upstream, judgement.Decision);
        foreach (var name in _identity)
            yield return new(name, told[name].ToString());

        yield return new("Authorization", judgement.Authorization ?? (route.ForwardsAuthorization ? Of(request, "Authorization") : ""));
        foreach (var name in _credentials)
            yield return new(name, IsConsumed(name) ? "" : Of(request, name));
        OwnCookies.Consume(request, state.CredentialCookies);
        yield return new("Cookie", Of(request, "Cookie"));

        bool IsConsumed(string name) =>
            state.CredentialFields.Contains(name, StringComparer.OrdinalIgnoreCase)
            || (!route.ForwardsAuthorization && route.FieldsBesideAuthorization.Contains(name, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>The lines of a field in one, as its grammar joins them.</summary>
    private static string Of(IHeaderDictionary request, string name) =>
        !request.TryGetValue(name, out var lines) ? "" : FieldOctets.Of(string.Join(name == "Cookie" ? "; " : ", ", lines.ToArray()));
}
