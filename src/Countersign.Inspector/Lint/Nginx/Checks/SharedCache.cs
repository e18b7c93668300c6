using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed class SharedCache : NginxCheck
{
    private static readonly string[] Who = ["http_authorization", "remote_user", "http_cookie", "http_x_api_key", "ssl_client_s_dn", "ssl_client_fingerprint"];

    private static readonly string[] Lines = ["proxy_cache_key", "proxy_no_cache", "proxy_cache_bypass"];

    public override CheckRow Row { get; } = By(
        "shared-cache",
        Severity.Warning,
        "Answers to one person may be kept for others",
        "nginx's cache does not look at Authorization: unlike other shared caches it keeps answers to requests that have it.",
        "RFC 9111 §3.5",
        "Put who asks into proxy_cache_key, or say proxy_no_cache and proxy_cache_bypass $http_authorization.");

    public override IEnumerable<LintFinding> Judge(NginxView view)
    {
        foreach (var location in view.Servers.SelectMany(server => server.AllLocations))
        {
            if (location.Pass is not { Name: "proxy_pass" } || location.Scope.Effective("proxy_cache") is not { } cache || NginxGates.IsOff(cache) || PassesOnWho(location.Scope) is not { } identity)
                continue;
            var lines = Lines.SelectMany(name => location.Scope.Effective([name]));
            if (!lines.Any(line => line.Arguments.Any(argument => NginxVariables.Names(argument.Text).Any(IsWho))))
                yield return Found($"{cache.Text} keeps what {location.Block.Text} answers, whoever asked, though {identity.Text} tells the program behind it who that is.", cache, identity, location.Pass);
        }
    }

    private static Directive? PassesOnWho(NginxScope scope) =>
        scope.Effective(["proxy_set_header"]).FirstOrDefault(line => NginxVariables.Names(NginxLines.Value(line)).Any(name => Who.Contains(name) || name.StartsWith("upstream_http_", StringComparison.Ordinal)));

    // What somebody made with map or auth_request_set may well be it.
    private static bool IsWho(string name) => Who.Contains(name) || name.StartsWith("cookie_", StringComparison.Ordinal) || !(name is "scheme" or "host" or "http_host" or "uri" or "request_uri" or "args" or "is_args" or "proxy_host" or "request_method" or "document_uri" or "http_upgrade");
}
