using System.Collections.Immutable;
using Countersign.AspNetCore.Admission;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Forwarding;
using Countersign.Gateway.Hosting;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.ForwardAuth;

/// <summary>
/// The fields of an admitted request as its upstream is to get them: identity on, credentials off. Every name can be there for every request, empty when the
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

    /// <summary>Sets their values among the fields of an answer.</summary>
    /// <param name="answer">Where they are set; none of them is there.</param>
    /// <param name="state">What is configured.</param>
    /// <param name="judgement">Who was recognised, and where the request goes.</param>
    /// <param name="request">The fields of the request.</param>
    /// <param name="emptyToo">Whether those that are empty are set.</param>
    public void Tell(IHeaderDictionary answer, GatewayState state, in Judgement judgement, IHeaderDictionary request, bool emptyToo)
    {
        var route = judgement.Route!;
        IdentityFields.Set(answer, state.Configuration.Identity, judgement.Decision.Subject);
        if (route.Upstream is { } upstream)
            state.Assertions?.Set(answer, upstream, judgement.Decision);
        foreach (var name in _identity)
        {
            if (emptyToo && !answer.ContainsKey(name))
                answer[name] = "";
        }

        Tell(answer, "Authorization", judgement.Authorization ?? (route.ForwardsAuthorization ? Of(request, "Authorization") : ""), emptyToo);
        foreach (var name in _credentials)
        {
            var isConsumed = state.CredentialFields.Contains(name, StringComparer.OrdinalIgnoreCase)
                || (!route.ForwardsAuthorization && route.FieldsBesideAuthorization.Contains(name, StringComparer.OrdinalIgnoreCase));
            Tell(answer, name, isConsumed ? "" : Of(request, name), emptyToo);
        }

        OwnCookies.Consume(request, state.CredentialCookies);
        Tell(answer, "Cookie", Of(request, "Cookie"), emptyToo);
    }

    private static void Tell(IHeaderDictionary answer, string name, string value, bool emptyToo)
    {
        if (emptyToo || value.Length > 0)
            answer[name] = value;
    }

    /// <summary>The lines of a field in one, as its grammar joins them.</summary>
    private static string Of(IHeaderDictionary request, string name) =>
        !request.TryGetValue(name, out var lines) ? "" : FieldOctets.Of(lines.Count == 1 ? lines[0] ?? "" : string.Join(name == "Cookie" ? "; " : ", ", lines.ToArray()));
}
