using Countersign.Gateway.Configuration;

namespace Countersign.Gateway.Admin;

/// <summary>What to say of a revocation by an issuer whom no scheme trusts. It is taken, since a configuration may follow, but of a misspelt one nobody is safer.</summary>
public static class UnknownIssuer
{
    /// <summary>A warning in one sentence; null where a scheme has the issuer, or every issuer is meant.</summary>
    /// <param name="issuer">The issuer of the revocation, or null for every one.</param>
    /// <param name="configuration">The configuration whose schemes count.</param>
    public static string? WarningOf(string? issuer, GatewayConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var known = configuration.Schemes.OfType<BearerConfiguration>().SelectMany(bearer => bearer.Issuers).Select(other => other.Name).Distinct(StringComparer.Ordinal).ToList();
        if (issuer is null || known.Contains(issuer))
            return null;
        var meant = known.Count == 0 ? "it has no issuers" : SectionReader.Meant(issuer, known);
        return $"No scheme of the configuration has the issuer '{issuer}', and this revokes nothing until one has; {meant}";
    }
}
