using Countersign.AspNetCore.Outbound;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.SingleSignOn;
using Countersign.AspNetCore.Words;

namespace Countersign.AspNetCore.Doors;

/// <summary>Finds what is wrong with a provider that an application described.</summary>
internal static class ProviderRules
{
    private const int LongestName = 64;
    private const int LongestLabel = 100;

    /// <summary>What is wrong.</summary>
    public static IEnumerable<string> Faults(ProviderConfiguration provider) =>
        [.. Names(provider), .. Client(provider.Client), .. provider.IsOpenId ? OpenId(provider) : OAuth(provider), .. Words(provider)];

    private static IEnumerable<string> Names(ProviderConfiguration provider)
    {
        if (provider.Name.Length is 0 or > LongestName || !provider.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            yield return "its name is none: use letters, digits and hyphens, since it is part of an address";
        if (provider.Label.Length is 0 or > LongestLabel || provider.Label.Any(char.IsControl))
            yield return $"its label is empty, longer than {LongestLabel} characters, or has control characters";
        if (provider.PostLogout != "/" && ReturnTarget.Read(provider.PostLogout).Path != provider.PostLogout)
            yield return $"'{provider.PostLogout}' is no path of this application";
    }

    private static IEnumerable<string> Client(ClientConfiguration client)
    {
        if (string.IsNullOrWhiteSpace(client.Id))
            yield return "it has no client id";
        if (client.Secret is null == client.Key is null)
            yield return client.Key is null ? "it has neither a client secret nor a client key" : "it has both a client secret and a client key";
        if (client.Key is { } key && (!Path.IsPathFullyQualified(key) || !File.Exists(key)))
            yield return $"there is no file {key}, or its path is not whole";
    }

    private static IEnumerable<string> OpenId(ProviderConfiguration provider)
    {
        if (string.IsNullOrEmpty(provider.Issuer))
            yield return "it has no issuer: write its address as its ID tokens have it under iss";
        else if (ValueRules.UrlFault(provider.Issuer, out var issuer) is { } fault)
            yield return $"the issuer '{provider.Issuer}' {fault}";
        else if (issuer is { Scheme: "http", IsLoopback: false })
            yield return $"the issuer '{provider.Issuer}' has no TLS: whoever is on the way could sign anybody in";
        if (!provider.Scopes.Contains("openid"))
            yield return "openid is not among its scopes, and without it there is no ID token";
    }

    private static IEnumerable<string> OAuth(ProviderConfiguration provider)
    {
        if (provider.AuthorizationEndpoint is null || provider.TokenEndpoint is null || provider.UserInfoEndpoint is null)
            yield return "an OAuth 2 provider has no metadata: name its authorization, token and user information endpoints";
        if (!provider.AcrValues.IsEmpty || provider.MaxAge is not null)
            yield return "OAuth 2 tells neither how nor when somebody signed in: it can't be asked for";
        if (provider.Scopes.Contains("openid"))
            yield return "openid is among its scopes, of which OAuth 2 alone knows nothing";
    }

    private static IEnumerable<string> Words(ProviderConfiguration provider)
    {
        foreach (var word in provider.Scopes.Concat(provider.AcrValues).Where(text => text.Length == 0 || !ValueRules.IsFieldValue(text) || text.Contains(' ', StringComparison.Ordinal)))
            yield return $"'{word}' is not one word";
        foreach (var url in new[] { provider.Metadata, provider.AuthorizationEndpoint, provider.TokenEndpoint, provider.UserInfoEndpoint, provider.EndSessionEndpoint, provider.JwksUri }.OfType<Uri>())
        {
            if (!url.IsAbsoluteUri || (url.Scheme != "https" && !(url.Scheme == "http" && url.IsLoopback)))
                yield return $"the address '{url}' is not one with https";
        }

        if (provider.Authorities is { } authorities && (!Path.IsPathFullyQualified(authorities) || !File.Exists(authorities)))
            yield return $"there is no file {authorities}, or its path is not whole";
        if (provider.MaxAge < TimeSpan.Zero || provider.Outage < TimeSpan.Zero)
            yield return "its durations can't be negative";
    }
}
