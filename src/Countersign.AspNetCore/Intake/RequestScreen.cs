using System.Buffers;
using Countersign.Decisions;
using Countersign.Wire;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.Intake;

/// <summary>Refuses requests that two readers could understand differently, before anything else looks at them.</summary>
public static class RequestScreen
{
    private static readonly SearchValues<char> ControlCharacters =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Where(code => code != '\t').Append(0x7f).Select(code => (char)code)]);

    /// <summary>Why the request can't be let further, or null.</summary>
    /// <param name="context">The request, as the server gave it.</param>
    /// <param name="evidence">What is wrong, for the operator; names fields, never their values.</param>
    public static Refusal? Judge(HttpContext context, out string evidence)
    {
        var request = context.Request;
        evidence = "";
        if (!RequestMethods.IsForwarded(context))
        {
            evidence = $"the method {request.Method}";
            return Refusal.MethodNotAllowed;
        }

        if (RequestMethods.IsMisspelt(request.Method))
            return Ambiguous($"the method {request.Method} is a standard one in other letter case", out evidence);

        var headers = request.Headers;
        if (headers.Host.Count > 1)
            return Ambiguous("Host stands more than once", out evidence);
        if (headers.Host is [var host] && !HostAndPort.IsOne(host))
            return Ambiguous("Host is not a host and port", out evidence);

        if (headers.TransferEncoding is { Count: > 0 } codings)
        {
            // Kestrel lets Transfer-Encoding win and renames the length (RFC 9112 §6.1 allows it); we don't guess which one was meant.
            if (headers.ContentLength is not null || headers.ContainsKey("X-Content-Length"))
                return Ambiguous("Content-Length and Transfer-Encoding came together", out evidence);

            // HTTP/2 and HTTP/1.0 don't know it (RFC 9113 §8.2.2, RFC 9112 §6.1), and other codings nobody undoes here.
            if (!HttpProtocol.IsHttp11(request.Protocol) || codings is not [{ } coding] || !coding.Equals("chunked", StringComparison.OrdinalIgnoreCase))
                return Ambiguous("Transfer-Encoding is not chunked alone, in HTTP/1.1", out evidence);
        }

        if (IsHandshakeWithoutKey(request))
            return Ambiguous("a WebSocket handshake has no valid Sec-WebSocket-Key", out evidence);

        foreach (var (name, values) in headers)
        {
            if (!WireChars.IsToken(name))
            {
                // Over HTTP/2 Kestrel keeps no pseudo-header here, so a colon is as odd as any other.
                return Ambiguous("a field name is not a token", out evidence);
            }

            for (var at = 0; at < values.Count; at++)
            {
                var value = values[at].AsSpan();
                if (value.ContainsAny(ControlCharacters))
                    return Ambiguous($"the field {name} has a control character", out evidence);
                if (value is [' ' or '\t', ..] or [.., ' ' or '\t'])
                    return Ambiguous($"the value of the field {name} begins or ends with a blank", out evidence); // RFC 9113 §8.2.1
            }
        }

        return null;
    }

    /// <summary>RFC 6455 §4.2.1: the key is 16 octets in base64. Without it no answer of the upstream could be a valid one.</summary>
    private static bool IsHandshakeWithoutKey(HttpRequest request)
    {
        var headers = request.Headers;
        if (headers.Upgrade is not [{ } upgrade] || !upgrade.Equals("websocket", StringComparison.OrdinalIgnoreCase)
            || !HttpProtocol.IsHttp11(request.Protocol) || !headers.Connection.ToString().Contains("upgrade", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        Span<byte> octets = stackalloc byte[18];
        return headers.SecWebSocketKey is not [{ Length: 24 } key] || !Convert.TryFromBase64String(key, octets, out var length) || length != 16;
    }

    private static Refusal? Ambiguous(string what, out string evidence)
    {
        evidence = what;
        return Refusal.RequestAmbiguous;
    }
}
