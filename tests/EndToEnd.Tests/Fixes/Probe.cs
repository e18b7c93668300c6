using System.Collections.Immutable;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.EndToEnd.Fixes;

/// <summary>One request by which a remedy is tried.</summary>
/// <param name="Request">Method and path below the remedy's own, then field lines.</param>
/// <param name="After">The status with the remedy; 0 for any.</param>
internal sealed record Probe(string Request, int After)
{
    /// <summary>What the answer with the remedy has in it.</summary>
    public string Has { get; init; } = "";

    /// <summary>How a remedy is tried, and the findings of which one is there before at least.</summary>
    public static (ImmutableArray<Probe> Probes, ImmutableArray<string> Before) Of(Remedy remedy) => remedy.Name switch
    {
        "challenge" => ([new("GET /orders", 401) { Has = "WWW-Authenticate:" }, new("GET /orders\nAuthorization: Bearer good", 200)], ["challenge/missing", "status/forbidden-without-credentials"]),
        "basic" => ([new("GET /orders\nAuthorization: Basic YW5uYTpncsO8w58=", 401) { Has = "charset=\"UTF-8\"" }], ["basic/realm-missing", "basic/charset-unsaid"]),
        "bearer" => ([new("GET /orders", 401) { Has = "Bearer realm=" }, new("GET /orders\nAuthorization: Bearer bad", 401) { Has = "error=\"invalid_token\"" }], ["bearer/error-missing"]),
        "scope" => ([new("GET /orders\nAuthorization: Bearer weak", 403) { Has = "scope=\"orders:read\"" }], ["bearer/error-status"]),
        "resource-metadata" => (
            [
                new("GET /orders\nMCP-Protocol-Version: 2025-06-18", 401) { Has = "resource_metadata=\"https://api.example.org/.well-known/oauth-protected-resource\"" },
                new("GET /.well-known/oauth-protected-resource", 200) { Has = "authorization_servers" },
            ],
            ["bearer/resource-metadata-missing"]),
        "no-login-page" => ([new("GET /orders\nAccept: application/json", 401), new("GET /orders\nAccept: text/html\nSec-Fetch-Mode: navigate", 302)], ["status/redirect-to-login"]),
        "no-store" => ([new("GET /orders", 401) { Has = "no-store" }], ["caching/stored-refusal"]),
        "cors" => (
            [
                new("OPTIONS /orders\nOrigin: https://app.example.org\nAccess-Control-Request-Method: GET\nAccess-Control-Request-Headers: authorization", 0) { Has = "Access-Control-Allow-Headers:" },
                new("GET /orders\nOrigin: https://app.example.org", 401) { Has = "Access-Control-Allow-Origin: https://app.example.org" },
                new("GET /orders\nOrigin: https://app.example.org\nAuthorization: Bearer good", 200) { Has = "Access-Control-Allow-Origin: https://app.example.org" },
            ],
            ["cors/preflight-refused"]),
        "cookie" => ([new("POST /sign-in\nContent-Length: 0", 0) { Has = "Set-Cookie:" }], ["cookies/not-secure"]),
        "digest" => ([new("GET /orders", 401) { Has = "SHA-256" }], ["digest/only-md5"]),
        _ => throw new ArgumentException(remedy.Name, nameof(remedy)),
    };
}
