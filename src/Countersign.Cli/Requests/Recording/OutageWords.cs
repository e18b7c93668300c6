using System.Security.Authentication;
using Microsoft.AspNetCore.Http;

namespace Countersign.Cli.Requests.Recording;

/// <summary>Says why no answer came.</summary>
internal static class OutageWords
{
    public const string WrongName = "the certificate is for another name";
    public const string WrongTime = "the certificate has expired, or is not valid yet";
    public const string Untrusted = "the certificate comes from an authority that is not trusted here, or from the server itself";
    public const string NoTls = "what answers there speaks no TLS";
    public const string NoTime = "no answer in time";
    public const string OtherVersion = "the server does not speak that version of HTTP";
    public const string Reset = "the connection was reset";

    private const string Unsound = "the answer is no sound HTTP: ";

    public static string Of(Exception exception) => exception switch
    {
        HttpRequestException { InnerException: AuthenticationException tls } => OfTls(tls.GetBaseException().Message),
        HttpRequestException { HttpRequestError: HttpRequestError.HttpProtocolError } => OtherVersion,
        HttpRequestException request => request.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "the name can't be resolved",
            HttpRequestError.ConnectionError => $"no connection: {Inner(request)}",
            HttpRequestError.SecureConnectionError => $"no TLS connection: {Inner(request)}",
            HttpRequestError.ResponseEnded => "the server ended the connection without an answer",
            HttpRequestError.VersionNegotiationError => OtherVersion,
            HttpRequestError.ConfigurationLimitExceeded => "the fields of the answer are too long",
            HttpRequestError.InvalidResponse => $"{Unsound}{Inner(request)}",
            _ => Inner(request),
        },
        OperationCanceledException => NoTime,
        HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } => $"{Unsound}{Inner(exception)}",
        _ => Inner(exception),
    };

    /// <summary>What would help; null for nothing that is known.</summary>
    /// <param name="outage">The words.</param>
    /// <param name="url">The address that was asked.</param>
    /// <param name="timeout">How long the answer was waited for.</param>
    public static string? AdviceFor(string outage, Uri url, TimeSpan timeout) => outage switch
    {
        WrongName => $"Ask by a name that is in the certificate; countersign doctor {url.GetLeftPart(UriPartial.Authority)} looks at it.",
        WrongTime => "Its operator has to renew it; look at the clock of this machine, too.",
        Untrusted => "If the authority is your own, name it by --cacert FILE; countersign doctor looks at the certificate.",
        NoTls => "Is it an address of http?",
        NoTime => $"--timeout gives it longer than {timeout.TotalSeconds} s.",
        OtherVersion => "Leave out --http2, or give --http1.1.",
        _ when outage.Contains("HTTP/2", StringComparison.Ordinal) => "Leave out --http2: the server may know HTTP/1.1 alone.",
        Reset when url.Scheme == Uri.UriSchemeHttp => "Is it an address of https?",
        _ when outage.StartsWith(Unsound, StringComparison.Ordinal) && url.Scheme == Uri.UriSchemeHttp => "Is it an address of https, or of something else than HTTP?",
        _ => null,
    };

    // The framework has no other sign of them.
    private static string OfTls(string message) => message switch
    {
        _ when message.Contains("RemoteCertificateNameMismatch", StringComparison.Ordinal) => WrongName,
        _ when message.Contains("NotTimeValid", StringComparison.Ordinal) => WrongTime,
        _ when message.Contains("PartialChain", StringComparison.Ordinal) || message.Contains("UntrustedRoot", StringComparison.Ordinal) => Untrusted,
        _ when message.Contains("corrupted frame", StringComparison.Ordinal) => NoTls,
        _ => $"no trusted TLS connection: {message.TrimEnd('.')}",
    };

    private static string Inner(Exception exception) => Innermost(exception) switch
    {
        System.Net.Sockets.SocketException { SocketErrorCode: System.Net.Sockets.SocketError.ConnectionReset } => Reset,
        BadHttpRequestException broken => $"the client's request is no sound HTTP: {OfBroken(broken.Message)}",
        HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => "the server ended the connection before its answer was whole",
        HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } or HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => OfBroken(Innermost(exception).Message),
        var inner when inner.Message.Contains("control character in header", StringComparison.OrdinalIgnoreCase) => "a field of the answer has a control character in it",
        var inner => inner.Message.TrimEnd('.'),
    };

    // Of several the first tells what began it.
    private static Exception Innermost(Exception exception)
    {
        while ((exception is AggregateException { InnerExceptions: [var first, ..] } ? first : exception.InnerException) is { } next)
            exception = next;
        return exception;
    }

    // What the framework says repeats what a stranger sent.
    private static string OfBroken(string message) => message switch
    {
        _ when message.Contains("chunk", StringComparison.OrdinalIgnoreCase) => "its chunks are broken (RFC 9112 §7.1)",
        _ when message.Contains("status", StringComparison.OrdinalIgnoreCase) => "it does not begin with a status line (RFC 9112 §4)",
        _ when message.Contains("header", StringComparison.OrdinalIgnoreCase) => "one of its field lines is malformed (RFC 9112 §5)",
        _ when message.Contains("content-length", StringComparison.OrdinalIgnoreCase) => "its Content-Length is wrong (RFC 9112 §6.2)",
        _ => "it can't be read",
    };
}
