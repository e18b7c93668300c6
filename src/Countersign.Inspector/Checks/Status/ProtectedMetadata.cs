using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Status;

internal sealed class ProtectedMetadata : ExchangeCheck
{
    private static readonly (string Path, string Document)[] Public =
    [
        ("/robots.txt", "RFC 9309 §2.3"),
        ("/.well-known/oauth-protected-resource", "RFC 9728 §3"),
        ("/.well-known/oauth-authorization-server", "RFC 8414 §3"),
        ("/.well-known/openid-configuration", "OpenID Connect Discovery §4"),
        ("/.well-known/jwks.json", "RFC 8414 §2, jwks_uri"),
        ("/.well-known/acme-challenge/", "RFC 8555 §8.3"),
        ("/.well-known/security.txt", "RFC 9116 §3"),
    ];

    public override CheckRow Row { get; } = new(
        "status/protected-metadata",
        Severity.Warning,
        "What tells strangers how to get in asks for credentials",
        "Programs read these files before they have credentials, and can't get any without them. Who renews certificates or crawls has none at all.",
        Requirement.Practice,
        Fault.Origin,
        "Leave these paths open: take them out of the rule that guards the site.");

    public override Traits Needs => Traits.Refusal;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is not { Status: 401, Request.Url: { } url })
            yield break;
        foreach (var (path, document) in Public)
        {
            if (url.AbsolutePath == path || url.AbsolutePath.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal))
                yield return Found($"{url.AbsolutePath} is answered 401; it is for those who have no credentials ({document}).", Seen.Status(exchange), Seen.Target(exchange));
        }
    }
}
