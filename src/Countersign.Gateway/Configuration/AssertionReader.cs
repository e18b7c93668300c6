using Countersign.AspNetCore.Intake;
using Countersign.Gateway.Publishing;
using Countersign.Tokens;

namespace Countersign.Gateway.Configuration;

/// <summary>Reads <c>assertion</c>.</summary>
internal static class AssertionReader
{
    private static readonly TimeSpan ShortestRotation = TimeSpan.FromDays(1);

    public static AssertionConfiguration? Read(SectionReader top, IdentityHeaders identity)
    {
        if (top.Section("assertion") is not { } section)
            return null;
        var defaults = new AssertionConfiguration(section.Text("issuer") ?? "");
        return defaults with
        {
            Header = Header(section, defaults.Header, identity),
            JwksPath = JwksPath(section, defaults.JwksPath),
            Lifetime = Lifetime(section, defaults.Lifetime),
            Algorithm = Algorithm(section, defaults.Algorithm),
            Rotate = Rotate(section, defaults.Rotate),
        };
    }

    private static string Header(SectionReader section, string fallback, IdentityHeaders identity)
    {
        var name = ConfigurationReader.Field(section, "header", fallback) ?? fallback;
        if (identity.Names.Contains(name, StringComparer.OrdinalIgnoreCase))
            section.Report("header", "reserved-field", $"{section.Shown("header")} carries another part of the identity", "use a field of its own, such as Countersign-Assertion");
        return name;
    }

    private static string JwksPath(SectionReader section, string fallback)
    {
        var path = section.Text("jwks-path") ?? fallback;
        if (!CanonicalTarget.TryRead(path, out var target, out _) || target.ToString() != path || target.Query.Length > 0
            || !path.StartsWith(OwnDocuments.WellKnown, StringComparison.Ordinal) || path.StartsWith(ResourceMetadata.WellKnown, StringComparison.Ordinal))
        {
            section.Report("jwks-path", "bad-jwks-path", $"the keys of assertions cannot be at {section.Shown("jwks-path")}", "write a path below /.well-known/ as it stands in requests, such as /.well-known/gateway-jwks.json");
        }

        return path;
    }

    // Moments in a token are whole seconds, and a third of its life is spent before it is made anew.
    private static TimeSpan Lifetime(SectionReader section, TimeSpan fallback)
    {
        var lifetime = section.Duration("lifetime", fallback);
        if (lifetime < TimeSpan.FromSeconds(10))
            section.Report("lifetime", "short-duration", $"'lifetime' is too short: {section.Shown("lifetime")}", "10s is the shortest: clocks differ");
        return lifetime;
    }

    private static JwsAlgorithm Algorithm(SectionReader section, JwsAlgorithm fallback)
    {
        var algorithm = JwsAlgorithm.Find(section.Choice("algorithm", fallback.Name)) ?? fallback;
        if (!algorithm.IsSupported)
            section.Report("algorithm", "algorithm-unsupported", $"this system has no {algorithm}", "install OpenSSL's libcrypto.so.3 (Debian: libssl3), or take ES256");
        return algorithm;
    }

    // Keys are announced a while before they sign, and the former stay a while after.
    private static TimeSpan Rotate(SectionReader section, TimeSpan fallback)
    {
        var interval = section.Duration("rotate", fallback);
        if (interval < ShortestRotation)
            section.Report("rotate", "short-duration", $"'rotate' is too short: {section.Shown("rotate")}", "1d is the shortest: those who verify have to learn of each key");
        return interval;
    }
}
