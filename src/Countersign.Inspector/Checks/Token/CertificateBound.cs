using System.Text.Json;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Token;

internal sealed class CertificateBound : TokenCheck
{
    public override CheckRow Row { get; } = new(
        "token/certificate-bound",
        Severity.Info,
        "A token that is bound to a certificate",
        "It counts only over a connection on which the client shows that certificate (mutual TLS). A recording does not show whether it did.",
        new("RFC 8705 §3", "MUST"),
        Fault.Nobody,
        "Nothing.")
    {
        CallerFix = "Send it over a connection with the certificate that it was issued to; a proxy that ends TLS has to pass it on.",
    };

    protected override IEnumerable<Finding> Judge(SeenToken token, Exchange exchange, RecordingView view)
    {
        if (token.IsRefused && token.Facts.Claims.TryGetValue("cnf", out var key) && key.ValueKind == JsonValueKind.Object && key.TryGetProperty("x5t#S256", out _))
            yield return FoundIn(token, Certainty.NotDecided, "is bound to a TLS client certificate (cnf.x5t#S256). Whether the connection had it is not recorded.", token.Claim("cnf"));
    }
}
