using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Caddy.Checks;

internal sealed class PlainHttp : CaddyCheck
{
    public override CheckRow Row { get; } = new(
        "caddy/plain-http",
        Severity.Warning,
        "Passwords over plain http",
        "Basic sends the password with every request, readable by everybody on the way.",
        new("RFC 7617 §4"),
        Fault.Proxy,
        "Leave http:// out: Caddy then gets a certificate, and redirects http to https by itself.");

    public override IEnumerable<LintFinding> Judge(CaddyServer server)
    {
        foreach (var (asking, site) in server.Asking.Where(each => each.Asking.Name != "forward_auth").DistinctBy(each => each.Site))
        {
            // A port of its own without a name is mostly behind something that speaks TLS.
            var plain = site.Addresses.FirstOrDefault(address => CaddySite.IsPlain(address) && CaddySite.Parts(address) is var (scheme, host, port) && (scheme == "http" || port == 80) && port is null or 80 && host is not ("localhost" or "127.0.0.1" or "[::1]"));
            if (plain is not null)
                yield return Found($"{plain} asks for a password over http.", [asking, site.Block]) with { Certainty = Certainty.Likely };
        }
    }
}
