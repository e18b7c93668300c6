using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed class AcmeUnderAuth : NginxCheck
{
    private const string Challenge = "/.well-known/acme-challenge/token";

    public override CheckRow Row { get; } = By(
        "acme-under-auth",
        Severity.Warning,
        "The certificate can't be renewed: its challenge is asked for a password",
        "Who issues the certificate fetches a file by port 80 without credentials, and follows redirects.",
        "RFC 8555 §8.3",
        "Leave it open: location ^~ /.well-known/acme-challenge/ { auth_basic off; }.");

    public override IEnumerable<LintFinding> Judge(NginxView view)
    {
        foreach (var server in view.Servers)
        {
            if (server.Scope.Own("ssl_certificate").FirstOrDefault(line => line.Arguments is [{ Text: var file }] && (file.Contains("letsencrypt", StringComparison.OrdinalIgnoreCase) || file.Contains("acme", StringComparison.OrdinalIgnoreCase))) is not { } certificate)
                continue;
            // The server of port 80 answers itself or sends on to this one.
            var plain = NginxNames.Choose(view.Servers, server.Host, 80, out var listens);
            var first = listens && plain is not null ? view.Ask(plain, Challenge) : null;
            var refused = first is { Access: Access.Redirected } ? view.Ask(server, Challenge) : first;
            if (refused is { Access: Access.Challenged })
                yield return Found($"{Challenge[..^5]} is asked for credentials, and {certificate.Text} is renewed by what lies there.", [certificate, .. refused.Trace.Where(line => line.Name is "auth_basic" or "auth_request")]) with { Certainty = Certainty.Likely };
        }
    }
}
