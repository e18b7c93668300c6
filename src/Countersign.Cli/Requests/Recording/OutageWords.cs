using System.Security.Authentication;

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
            HttpRequestError.InvalidResponse => $"the answer is no sound HTTP: {Inner(request)}",
            _ => Inner(request),
        },
        OperationCanceledException => NoTime,
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
        _ when outage.StartsWith("the answer is no sound HTTP", StringComparison.Ordinal) && url.Scheme == Uri.UriSchemeHttp => "Is it an address of https, or of something else than HTTP?",
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

    private static string Inner(Exception exception) => exception.GetBaseException() switch
    {
        System.Net.Sockets.SocketException { SocketErrorCode: System.Net.Sockets.SocketError.ConnectionReset } => Reset,
        var inner => inner.Message.TrimEnd('.'),
    };
}
