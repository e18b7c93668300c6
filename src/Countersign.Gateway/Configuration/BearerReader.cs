using System.Collections.Immutable;
using Countersign.AspNetCore.Introspection;
using Countersign.AspNetCore.Issuers;
using Countersign.AspNetCore.Words;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Countersign.Tokens.Rules;

namespace Countersign.Gateway.Configuration;

/// <summary>Reads schemes of <c>type: bearer</c>.</summary>
internal static class BearerReader
{
    public static BearerConfiguration Read(SectionReader section, string id)
    {
        var places = SchemeReader.Choices(section, "token-in", ["field"]);
        if (!places.IsEmpty && !places.Contains("field"))
            section.Report("token-in", "token-not-in-field", "'token-in' has no field, which every client can use and every server takes (RFC 6750 §2.1)", "add field");
        return new(id)
        {
            Realm = SchemeReader.Realm(section),
            AllowCleartext = section.Boolean("allow-cleartext", false),
            Issuers = Issuers(section, id),
            TokenInForm = places.Contains("form"),
            TokenInQuery = places.Contains("query"),
        };
    }

    private static ImmutableArray<IssuerConfiguration> Issuers(SectionReader section, string id)
    {
        if (section.Find("issuers") is not { } value)
            return [];
        if (value is not YamlList { Items.IsEmpty: false } list)
        {
            section.Report("issuers", "wrong-type", "'issuers' has to be a list of mappings with an issuer at least", "begin each issuer with a hyphen");
            return [];
        }

        var issuers = ImmutableArray.CreateBuilder<IssuerConfiguration>();
        foreach (var (item, i) in list.Items.Select((item, i) => (item, i)))
        {
            if (SectionReader.Open(section.Context, ConfigurationKeys.Issuers, $"{section.PathOf("issuers")}[{i}]", item) is not { } one)
                continue;
            var issuer = One(one);
            if (issuers.Any(other => other.Name == issuer.Name))
                one.Report("issuer", "duplicate-issuer", $"the issuer {one.Shown("issuer")} is given twice", "write all of its audiences under one");
            if (issuer.Introspection is not null && issuers.Any(other => other.Introspection is not null))
                one.Report("introspection", "second-introspection", "two issuers have 'introspection': an opaque token does not tell whose it is", "make a scheme for each");
            issuers.Add(issuer);
            if (issuer.Introspection is { TakesAll: true } && list.Items.Length > 1)
                one.Report("introspection", "introspection-of-all", $"{one.Shown("issuer")} would be asked about all tokens of '{id}', and those of its other issuers would never count", "make a scheme of this issuer alone");
        }

        return issuers.ToImmutable();
    }

    private static IssuerConfiguration One(SectionReader section)
    {
        var name = section.Text("issuer") ?? "";
        var hasFile = section.Has("keys");
        if (name.Length > 0 && !hasFile && ValueRules.IssuerFault(name, section.Has("jwks-uri")) is { } fault)
            section.Report("issuer", "bad-issuer", $"{section.Shown("issuer")} {fault}", "write it as its tokens have it under iss, or name a file of its keys");
        foreach (var key in new[] { "metadata", "jwks-uri", "authorities" })
        {
            if (hasFile && section.Has(key))
                section.Report(key, "unused-key", $"'{key}' is of no use beside 'keys'", "the keys in the file are all that count");
        }

        var claims = Subjects(section);
        return new IssuerConfiguration(name)
        {
            Metadata = Address(section, "metadata", name),
            JwksUri = Address(section, "jwks-uri", name),
            Keys = section.File("keys"),
            Authorities = section.File("authorities"),
            Introspection = Introspection(section, name),
            Rules = Rules(section, claims.Name),
            Subjects = claims,
        };
    }

    private static IntrospectionConfiguration? Introspection(SectionReader issuer, string name)
    {
        if (issuer.Section("introspection") is not { } section)
            return null;
        var defaults = new IntrospectionConfiguration(
            ClientReader.Read(section, "introspection-client", "an issuer tells of tokens only to clients that it knows (RFC 7662 §2.1)"));
        if (!section.Has("url") && issuer.Has("keys"))
            section.Context.Error(section.PathOf("url"), section.Mark, "missing-key", "'url' is missing", "an issuer with a file of keys is not asked for its metadata");
        else if (!section.Has("url") && !issuer.Has("metadata") && name.StartsWith("did:", StringComparison.Ordinal))
            section.Context.Error(section.PathOf("url"), section.Mark, "missing-key", "'url' is missing", "a DID does not say where the metadata of the issuer are");
        return defaults with
        {
            Url = Address(section, "url", name),
            TakesAll = section.Choice("tokens", "opaque") == "all",
            KeepActive = section.Duration("keep-active", defaults.KeepActive),
            KeepInactive = section.Duration("keep-inactive", defaults.KeepInactive),
        };
    }

    private static TokenRules Rules(SectionReader section, string nameClaim)
    {
        var defaults = new TokenRules();
        var audiences = section.Texts("audiences");
        if (section.Find("audiences") is YamlList { Items.IsEmpty: true })
            section.Report("audiences", "no-value", "'audiences' is an empty list", "name what is protected here, or write any");
        if (section.Find("types") is YamlList { Items.IsEmpty: true })
            section.Report("types", "no-value", "'types' is an empty list", "leave it out for at+jwt");
        var required = section.Has("required-claims") ? section.Texts("required-claims") : defaults.Required;
        return defaults with
        {
            Audiences = audiences is ["any"] ? [] : audiences,
            Types = section.Has("types") ? section.Texts("types", "bad-type", TypeFault) : defaults.Types,
            Algorithms = Algorithms(section, defaults.Algorithms),
            Required = required.Contains(nameClaim) ? required : required.Add(nameClaim),
            Clients = section.Texts("clients"),
            Values = [.. section.Lists("claims").Select(claim => new ClaimRule(claim.Name, claim.Values))],
            Leeway = section.Duration("leeway", defaults.Leeway),
            MaxLifetime = section.Has("max-lifetime") ? section.Duration("max-lifetime", TimeSpan.Zero) : null,
            RefuseFutureIssuedAt = section.Boolean("refuse-future-iat", false),
        };
    }

    private static SubjectClaimNames Subjects(SectionReader section)
    {
        var defaults = new SubjectClaimNames();
        return new()
        {
            Name = section.Text("name-claim") ?? defaults.Name,
            Groups = section.Text("groups-claim") ?? defaults.Groups,
            Roles = section.Text("roles-claim") ?? defaults.Roles,
            Email = section.Text("email-claim") ?? defaults.Email,
        };
    }

    private static ImmutableArray<JwsAlgorithm> Algorithms(SectionReader section, ImmutableArray<JwsAlgorithm> fallback)
    {
        if (!section.Has("algorithms"))
            return fallback;
        var chosen = SchemeReader.Choices(section, "algorithms", []).Select(JwsAlgorithm.Find).OfType<JwsAlgorithm>().ToImmutableArray();
        if (chosen.FirstOrDefault(algorithm => !algorithm.IsSupported) is { } missing)
            section.Report("algorithms", "algorithm-unsupported", $"this system has no {missing}", "install OpenSSL's libcrypto.so.3 (Debian: libssl3), or leave it out");
        if (chosen.Any(algorithm => algorithm.IsSymmetric) && !section.Has("keys"))
            section.Report("algorithms", "secret-algorithm", "HMAC needs a secret that is shared with the issuer, and published keys are for everybody", "name a file with the secret under 'keys', or leave HS256, HS384 and HS512 out");
        return chosen;
    }

    private static (string, string?)? TypeFault(string text, string shown) =>
        text.All(c => char.IsAsciiLetterOrDigit(c) || "+-./_".Contains(c, StringComparison.Ordinal)) ? null : ($"{shown} is not a media type", "write at+jwt or JWT");

    internal static Uri? Address(SectionReader section, string key, string issuer)
    {
        if (section.Text(key) is not { } text)
            return null;
        if (ValueRules.UrlFault(text, out var url) is { } fault)
            section.Report(key, "bad-url", $"'{key}' {fault}", null);
        else if (url!.Scheme == "http" && !url.IsLoopback && !issuer.StartsWith("http://", StringComparison.Ordinal))
            section.Report(key, "keys-without-tls", $"'{key}' has no TLS: whoever is on the way could answer in its place", "write https://");
        return url;
    }
}
