using System.Security.Authentication;

namespace Countersign.Cli.Requests.Recording;

/// <summary>Says why no answer came.</summary>
internal static class OutageWords
{
    public static string Of(Exception exception) => exception switch
    {
        HttpRequestException { InnerException: AuthenticationException tls } => $"no trusted TLS connection: {tls.Message}",
        HttpRequestException request => request.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "the name can't be resolved",
            HttpRequestError.ConnectionError => $"no connection: {request.GetBaseException().Message}",
            HttpRequestError.SecureConnectionError => $"no TLS connection: {request.GetBaseException().Message}",
            HttpRequestError.ResponseEnded => "the server ended the connection without an answer",
            HttpRequestError.VersionNegotiationError => "the server does not speak that version of HTTP",
            HttpRequestError.ConfigurationLimitExceeded => "the fields of the answer are too long",
            HttpRequestError.InvalidResponse => $"the answer is no sound HTTP: {request.GetBaseException().Message}",
            _ => request.GetBaseException().Message,
        },
        OperationCanceledException => "no answer in time",
        _ => exception.GetBaseException().Message,
    };
}
