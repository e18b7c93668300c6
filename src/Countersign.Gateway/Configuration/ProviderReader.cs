using System.Collections.Immutable;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.SingleSignOn;
using Countersign.AspNetCore.Words;
using Countersign.Tokens.Rules;

namespace Countersign.Gateway.Configuration;

/// <summary>Reads <c>sign-in.providers</c>.</summary>
internal static class ProviderReader
{
    private const int LongestLabel = 100;

    public static ImmutableArray<ProviderConfiguration> Read(SectionReader signIn)
    {
        if (signIn.Find("providers") is not { } value)
            return [];
        if (value is not YamlMap map)
        {
            signIn.Report("providers", "wrong-type", $"'providers' has to be a mapping of names to providers, not {SectionReader.KindOf(value)}", null);
            return [];
        }

        var providers = ImmutableArray.CreateBuilder<ProviderConfiguration>();
        foreach (var entry in map.Entries)
        {
            var path = $"{signIn.PathOf("providers")}.{entry.Key}";
            signIn.Context.Place(path, entry.KeyMark);
            if (providers.Any(provider => provider.Name == entry.Key))
                signIn.Context.Error(path, entry.KeyMark, "duplicate-key", $"the provider '{entry.Key}' is given twice", null);
            else if (entry.Key.Length is 0 or > 64 || !entry.Key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
                signIn.Context.Error(path, entry.KeyMark, "bad-name", $"'{entry.Key}' is not a name for a provider", "use letters, digits and hyphens: it is part of an address");
            else if (SectionReader.Open(signIn.Context, ConfigurationKeys.Providers, path, entry.Value) is { } section)
                providers.Add(One(section, entry.Key));
        }

        return providers.ToImmutable();
    }

    private static ProviderConfiguration One(SectionReader section, string name)
    {
        var isOpenId = section.Choice("type", "oidc") == "oidc";
        var issuer = section.Text("issuer");
        Demand(section, isOpenId, issuer);
        var defaults = new ProviderConfiguration(name, ClientReader.Read(section, "provider-client", "a provider signs people in for clients that it knows"));
        return defaults with
        {
            IsOpenId = isOpenId,
            Label = Label(section) ?? name,
            Issuer = issuer,
            Metadata = Address("metadata"),
            AuthorizationEndpoint = Address("authorization-endpoint"),
            TokenEndpoint = Address("token-endpoint"),
            UserInfoEndpoint = Address("userinfo-endpoint"),
            EndSessionEndpoint = Address("end-session-endpoint"),
            JwksUri = Address("jwks-uri"),
            Authorities = section.File("authorities"),
            Scopes = section.Has("scopes") ? section.Texts("scopes", "bad-scope", OneWord) : isOpenId ? defaults.Scopes : [],
            SubjectClaim = section.Text("subject-claim") ?? defaults.SubjectClaim,
            Claims = Claims(section, section.Text("subject-claim")),
            NamesAreOurs = section.Boolean("names-are-ours", false),
            VerifiedClaim = section.TextOrNone("verified-claim", defaults.VerifiedClaim),
            AcrValues = section.Texts("acr-values", "bad-acr", OneWord),
            MaxAge = section.Has("max-age") ? section.Duration("max-age", TimeSpan.Zero) : null,
            Prompt = section.Has("prompt") ? section.Choice("prompt", "login") : null,
            Outage = section.Has("outage") ? section.Duration("outage", TimeSpan.Zero) : null,
            PostLogout = PostLogout(section),
        };

        Uri? Address(string key) => BearerReader.Address(section, key, issuer ?? "");
    }

    /// <summary>Reports what a provider of this type can't do without, and what it has no use for.</summary>
    private static void Demand(SectionReader section, bool isOpenId, string? issuer)
    {
        if (isOpenId)
        {
            if (issuer is null && !section.Has("issuer"))
                section.Context.Error(section.PathOf("issuer"), section.Mark, "missing-key", "'issuer' is missing", "write the provider's address as its ID tokens have it under iss");
            else if (issuer is not null && ValueRules.UrlFault(issuer, out _) is { } fault)
                section.Report("issuer", "bad-issuer", $"{section.Shown("issuer")} {fault}", "write it as the provider's ID tokens have it under iss");
            else if (issuer is not null && new Uri(issuer) is { Scheme: "http", IsLoopback: false })
                section.Report("issuer", "keys-without-tls", "'issuer' has no TLS: whoever is on the way could sign anybody in", "write https://");
            if (section.Has("scopes") && !section.Texts("scopes").Contains("openid"))
                section.Report("scopes", "scope-openid", "openid is not among 'scopes', and without it there is no ID token", "add openid, or write type: oauth2");
            return;
        }

        foreach (var key in (ReadOnlySpan<string>)["authorization-endpoint", "token-endpoint", "userinfo-endpoint"])
        {
            if (!section.Has(key))
                section.Context.Error(section.PathOf(key), section.Mark, "missing-key", $"'{key}' is missing", "an OAuth 2 provider has no metadata that would say where people sign in and who they are");
        }

        foreach (var key in (ReadOnlySpan<string>)["acr-values", "max-age", "jwks-uri", "metadata", "end-session-endpoint"])
        {
            if (section.Has(key))
                section.Report(key, "unused-key", $"'{key}' is of no use to a provider of type oauth2", "OAuth 2 tells neither how nor when somebody signed in; remove it");
        }
    }

    private static SubjectClaimNames Claims(SectionReader section, string? subject)
    {
        var defaults = new SubjectClaimNames();
        return new()
        {
            Name = section.Text("name-claim") ?? subject ?? defaults.Name,
            Groups = section.Text("groups-claim") ?? defaults.Groups,
            Roles = section.Text("roles-claim") ?? defaults.Roles,
            Email = section.Text("email-claim") ?? defaults.Email,
        };
    }

    private static string? Label(SectionReader section)
    {
        if (section.Text("label") is not { } label)
            return null;
        if (label.Length <= LongestLabel && !label.Any(char.IsControl))
            return label;
        section.Report("label", "bad-label", "'label' is too long for a button, or has control characters", "write the name that people know, of 100 characters at most");
        return null;
    }

    private static string PostLogout(SectionReader section)
    {
        if (section.Text("post-logout") is not { } path)
            return "/";
        if (path.StartsWith('/') && (path == "/" || ReturnTarget.Read(path).Path == path))
            return path;
        section.Report("post-logout", "bad-path", $"{section.Shown("post-logout")} is no path of this gateway", "write one such as /goodbye, and register its whole address at the provider");
        return "/";
    }

    private static (string, string?)? OneWord(string text, string shown) =>
        ValueRules.IsFieldValue(text) && !text.Contains(' ', StringComparison.Ordinal) ? null : ($"{shown} is not one word", "write them as a list");
}
