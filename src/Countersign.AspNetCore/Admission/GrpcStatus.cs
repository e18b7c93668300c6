using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.Admission;

/// <summary>A refusal or a failure as gRPC says it: status 200 and the reason in trailers alone.</summary>
internal static class GrpcStatus
{
    /// <summary>The type to answer with: never the client's own text, which no field might be able to carry.</summary>
    private const string AnswerType = "application/grpc";

    /// <summary>Whether a request is a gRPC call, which exists over HTTP/2 alone. gRPC-Web is content like any other, for HTTP/1.1 too.</summary>
    public static bool IsCall(HttpRequest request) =>
        HttpProtocol.IsHttp2(request.Protocol)
        && request.ContentType is { } type && type.StartsWith(AnswerType, StringComparison.OrdinalIgnoreCase)
        && (type.Length == AnswerType.Length || type[AnswerType.Length] is '+' or ';' or ' ');

    /// <summary>Answers a call. gRPC over HTTP/2, "Trailers-Only": the fields of status 200 are the trailers.</summary>
    /// <param name="response">The answer, of which nothing was sent.</param>
    /// <param name="httpStatus">The status that the answer would have over plain HTTP.</param>
    /// <param name="message">What a developer reads.</param>
    public static void Write(HttpResponse response, int httpStatus, string message)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = AnswerType;
        response.Headers["grpc-status"] = CodeOf(httpStatus);
        response.Headers["grpc-message"] = Message(message);
    }

    /// <summary>The code nearest to a status, by the names of the list: 14 is UNAVAILABLE, 4 DEADLINE_EXCEEDED, 13 INTERNAL.</summary>
    private static string CodeOf(int httpStatus) => (httpStatus switch
    {
        401 => 16,
        403 => 7,
        429 or 413 or 431 => 8,
        502 or 503 => 14,
        504 => 4,
        500 => 13,
        404 or 405 => 12,
        _ => 3,
    }).ToString(CultureInfo.InvariantCulture);

    /// <summary>grpc-message is percent-encoded UTF-8; printable ASCII but the percent sign stands for itself.</summary>
    private static string Message(string text)
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
