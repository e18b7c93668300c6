using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Countersign.AspNetCore.Intake;

/// <summary>The TLS certificates of clients, as tokens name them. Who issued one is of no interest here: a token is bound to this very certificate (RFC 8705 §6.1).</summary>
internal static class ClientCertificates
{
    // A connection has the same object for all its requests.
    private static readonly ConditionalWeakTable<X509Certificate2, string> Thumbprints = [];

    /// <summary>The SHA-256 of the connection's certificate in base64url; null when none came.</summary>
    public static string? ThumbprintOf(HttpContext context) =>
        context.Features.Get<ITlsConnectionFeature>()?.ClientCertificate is { } certificate
            ? Thumbprints.GetValue(certificate, static known => Base64Url.EncodeToString(SHA256.HashData(known.RawDataMemory.Span)))
            : null;
}
