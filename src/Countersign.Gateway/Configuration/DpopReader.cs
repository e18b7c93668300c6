using Countersign.Tokens;

namespace Countersign.Gateway.Configuration;

/// <summary>Reads schemes of <c>type: dpop</c>.</summary>
internal static class DpopReader
{
    public static DpopConfiguration Read(SectionReader section, string id)
    {
        var defaults = new DpopConfiguration(id) { Tokens = "" };
        var dpop = defaults with
        {
            Realm = SchemeReader.Realm(section),
            Tokens = section.Text("tokens") ?? "",
            AllowCleartext = section.Boolean("allow-cleartext", false),
            Algorithms = section.Has("algorithms")
                ? [.. SchemeReader.Choices(section, "algorithms", []).Select(JwsAlgorithm.Find).OfType<JwsAlgorithm>()]
                : defaults.Algorithms,
            Window = section.Duration("window", defaults.Window),
            Nonces = section.Boolean("nonces", false),
        };
        if (dpop.Algorithms.FirstOrDefault(algorithm => !algorithm.IsSupported) is { } missing)
            section.Report("algorithms", "algorithm-unsupported", $"this system has no {missing}", "install OpenSSL's libcrypto.so.3 (Debian: libssl3), or leave it out");
        if (dpop.Window < TimeSpan.FromSeconds(1))
            section.Report("window", "short-duration", "'window' is shorter than a second", "a proof needs time to arrive");
        return dpop;
    }
}
