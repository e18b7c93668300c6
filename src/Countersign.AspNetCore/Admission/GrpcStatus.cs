using System.Globalization;
using System.Text;
using Countersign.Decisions;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.Admission;

/// <summary>A refusal as gRPC says it: status 200 and the reason in trailers alone.</summary>
internal static class GrpcStatus
{
    /// <summary>The type to answer with: never the client's own text, which no field might be able to carry.</summary>
    public const string AnswerType = "application/grpc";

    /// <summary>Whether a request is a gRPC call, which exists over HTTP/2 alone. gRPC-Web is content like any other, for HTTP/1.1 too.</summary>
    public static bool IsCall(HttpRequest request) =>
        HttpProtocol.IsHttp2(request.Protocol)
        && request.ContentType is { } type && type.StartsWith(AnswerType, StringComparison.OrdinalIgnoreCase)
        && (type.Length == AnswerType.Length || type[AnswerType.Length] is '+' or ';' or ' ');

    public static string CodeOf(RefusalRow row) => (row.Status switch
    {
        401 => 16,
        403 => 7,
        429 or 413 or 431 => 8,
        503 => 14,
        404 or 405 => 12,
        _ => 3,
    }).ToString(CultureInfo.InvariantCulture);

    /// <summary>grpc-message is percent-encoded UTF-8; printable ASCII but the percent sign stands for itself.</summary>
    public static string Message(string text)
    {
        var written = new StringBuilder(text.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            if (octet is >= 0x20 and < 0x7f and not (byte)'%')
                written.Append((char)octet);
            else
                written.Append('%').Append(octet.ToString("X2", CultureInfo.InvariantCulture));
        }

        return written.ToString();
    }
}
